//! [`RequestId`]: a name for every request, in its headers and in those of the answer.

use std::cell::Cell;
use std::hash::{BuildHasher, RandomState};
use std::ops::ControlFlow;
use std::sync::Arc;

use http::header::Entry;
use http::{HeaderName, HeaderValue};

use super::IntoMiddleware;
use super::chain::{Middleware, ReadyMade};
use super::hook::{AnyHook, Hook, Hooked};
use crate::app::Site;
use crate::handler::Answer;
use crate::request::Request;
use crate::response::Response;

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
            header: "x-request-id".to_owned(),
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
        match self.header.parse() {
            Ok(header) => Ok(Middleware::Hook(Box::new(Named {
                header: HeaderName::clone(&header),
                hook: Hooked::new(Naming {
                    header,
                    keep: self.keep,
                }),
            }))),
            Err(_) => Err(format!("RequestId: {:?} is not the name of a header", self.header)),
        }
    }
}

/// Says what the header is called, for the log.
struct Named {
    header: HeaderName,
    hook: Hooked<Naming>,
}

impl AnyHook for Named {
    fn call(&self, site: &Arc<Site>, next: usize, request: Request) -> Answer {
        self.hook.call(site, next, request)
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

thread_local! {
    /// A random start for each thread, and how many ids it has made: nothing is shared between workers.
    static IDS: (u64, RandomState, Cell<u64>) = {
        let state = RandomState::new();
        (state.hash_one(0_u64), state, Cell::new(1))
    };
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
    let number = IDS.with(|(thread, state, made)| {
        made.set(made.get().wrapping_add(1));
        // A counter under the thread's number is unique; hashing it hides how many requests there were.
        (u128::from(*thread) << 64) | u128::from(state.hash_one(made.get()))
    });
    let mut text = [0; 32];
    for (digits, byte) in text.as_chunks_mut().0.iter_mut().zip(number.to_be_bytes()) {
        *digits = HEX[usize::from(byte)];
    }
    HeaderValue::from_bytes(&text).unwrap_or(HeaderValue::from_static("-"))
}
