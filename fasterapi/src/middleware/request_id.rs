//! [`RequestId`]: a name for every request, in its headers and in those of the answer.

use std::cell::Cell;
use std::hash::{BuildHasher, RandomState};
use std::ops::ControlFlow;
use std::sync::Arc;

use bytes::Bytes;
use http::header::Entry;
use http::{HeaderName, HeaderValue};

use super::IntoMiddleware;
use super::chain::{Middleware, ReadyMade};
use super::hook::{AnyHook, Hook, Hooked};
use crate::app::Site;
use crate::handler::Answer;
use crate::request::Request;
use crate::response::Response;

const X_REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// The longest id of a client's that is kept, in bytes.
const LONGEST: usize = 128;

/// Gives every request an id, in the header `x-request-id` of the request and of the answer.
///
/// An id that the request brings is kept, if it is at most 128 letters, digits, and `-_.:/+=@`; so ids made by a proxy go
/// through. Handlers read the header, and the log names a request that failed by its id. New ids are 32 hexadecimal digits: unique, but not secret.
///
/// ```
/// use fasterapi::App;
/// use fasterapi::middleware::RequestId;
///
/// let app = App::new().middleware(RequestId::new().header("x-correlation-id")).build().unwrap();
/// ```
#[derive(Debug, Clone)]
#[must_use]
pub struct RequestId {
    header: String,
    keep: bool,
}

impl Default for RequestId {
    fn default() -> Self {
        Self::new()
    }
}

impl RequestId {
    /// Ids in `x-request-id`.
    pub fn new() -> Self {
        Self {
            header: X_REQUEST_ID.as_str().to_owned(),
            keep: true,
        }
    }

    /// The header's name; `x-request-id` by default.
    pub fn header(mut self, name: impl Into<String>) -> Self {
        self.header = name.into();
        self
    }

    /// Whether an id that the request brings is kept; true by default.
    pub fn keep(mut self, keep: bool) -> Self {
        self.keep = keep;
        self
    }
}

impl IntoMiddleware<ReadyMade> for RequestId {
    fn into_middleware(self) -> Result<Middleware, String> {
        let Ok(header) = self.header.parse() else {
            return Err(format!("RequestId: {:?} is not the name of a header", self.header));
        };
        // nobody counts the copies of a constant
        let header = if header == X_REQUEST_ID { X_REQUEST_ID } else { header };
        Ok(Middleware::Hook(Box::new(Named {
            header: header.clone(),
            hook: Hooked::new(Naming {
                header,
                keep: self.keep,
            }),
        })))
    }
}

/// Says what the header is called, for the log.
struct Named {
    header: HeaderName,
    hook: Hooked<Naming>,
}

impl AnyHook for Named {
    fn call(&self, answer: &mut Answer, site: &Arc<Site>, next: usize, request: Request) {
        self.hook.call(answer, site, next, request);
    }

    fn request_id(&self) -> Option<&HeaderName> {
        Some(&self.header)
    }
}

struct Naming {
    header: HeaderName,
    keep: bool,
}

impl Hook for Naming {
    type Kept = HeaderValue;

    fn before(&self, request: &mut Request) -> ControlFlow<Response, HeaderValue> {
        // one look for both, and no copy of the name where there is none
        let id = match request.headers_mut().entry(&self.header) {
            Entry::Occupied(brought) if self.keep && is_id(brought.get()) => brought.get().clone(),
            Entry::Occupied(mut brought) => {
                let id = new_id();
                brought.insert(id.clone());
                id
            }
            Entry::Vacant(place) => place.insert(new_id()).clone(),
        };
        if let Some(observation) = request.observation() {
            observation.name(id.to_str().unwrap_or_default());
        }
        ControlFlow::Continue(id)
    }

    fn after(&self, id: HeaderValue, response: &mut Response) {
        response
            .body
            .name_failure(|| String::from_utf8_lossy(id.as_bytes()).into_owned());
        response.headers.insert(self.header.clone(), id);
    }
}

fn is_id(id: &HeaderValue) -> bool {
    let fits = |byte: &u8| byte.is_ascii_alphanumeric() || b"-_.:/+=@".contains(byte);
    (1..=LONGEST).contains(&id.len()) && id.as_bytes().iter().all(fits)
}

/// What a thread makes ids of: random numbers of its own, and how many there were. Nothing is shared between workers.
struct Ids {
    thread: u64,
    keys: [u64; 3],
    made: Cell<u64>,
}

impl Ids {
    fn new() -> Self {
        let random = RandomState::new();
        let [thread, start, odd, also_odd] = [0_u64, 1, 2, 3].map(|number| random.hash_one(number));
        Self {
            thread,
            keys: [start, odd | 1, also_odd | 1],
            made: Cell::new(0),
        }
    }

    /// The thread's number, and that of the id under random keys, which hides how many there were. Each step can be
    /// undone, so that no two are alike.
    fn next(&self) -> u128 {
        self.made.set(self.made.get().wrapping_add(1));
        let [start, odd, also_odd] = self.keys;
        let mut number = self.made.get().wrapping_add(start).wrapping_mul(odd);
        number = (number ^ number >> 32).wrapping_mul(also_odd);
        (u128::from(self.thread) << 64) | u128::from(number ^ number >> 32)
    }
}

thread_local! {
    static IDS: Ids = Ids::new();
}

/// The two digits of each byte.
const HEX: [[u8; 2]; 256] = {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    let mut table = [[0; 2]; 256];
    let mut byte = 0;
    while byte < 256 {
        table[byte] = [DIGITS[byte >> 4], DIGITS[byte & 0xf]];
        byte += 1;
    }
    table
};

fn new_id() -> HeaderValue {
    let number = IDS.with(Ids::next);
    let mut text = [0; 32];
    for (digits, byte) in text.as_chunks_mut().0.iter_mut().zip(number.to_be_bytes()) {
        *digits = HEX[usize::from(byte)];
    }
    // made to be shared: by the request's headers and the answer's
    HeaderValue::from_maybe_shared(Bytes::from_owner(text)).unwrap_or(HeaderValue::from_static("-"))
}
