//! [`ServerTiming`]: how long an answer took, for browsers' developer tools and for the log.

use std::fmt::Write;
use std::ops::ControlFlow;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use http::{HeaderName, HeaderValue};

use super::IntoMiddleware;
use super::chain::{Middleware, ReadyMade};
use super::hook::Hook;
use crate::logging;
use crate::request::Request;
use crate::response::Response;

/// The header (W3C Server Timing).
const HEADER: HeaderName = HeaderName::from_static("server-timing");

/// Tells in the header `Server-Timing` how long the answer took, and what handlers add; and the log of requests that are slow.
///
/// Everybody sees these times: leave it out where how long something takes tells a secret.
///
/// ```
/// use std::time::{Duration, Instant};
///
/// use fasterapi::middleware::{ServerTiming, Timings};
/// use fasterapi::prelude::*;
///
/// #[get("/")]
/// async fn root(request: &Request) -> &'static str {
///     let started = Instant::now();
///     Timings::of(request).add("db", started.elapsed());
///     "done"
/// }
///
/// let app = App::new().middleware(ServerTiming::new().slow(Duration::from_secs(1))).routes(routes![root]);
/// ```
#[derive(Debug, Clone, Default)]
#[must_use]
pub struct ServerTiming {
    slow: Option<Duration>,
}

impl ServerTiming {
    /// The time in all is `total`, in milliseconds.
    pub fn new() -> Self {
        Self::default()
    }

    /// Requests that take longer than this are a warning in the log; none by default.
    pub fn slow(mut self, after: Duration) -> Self {
        self.slow = Some(after);
        self
    }
}

/// What a request has been found to spend its time with.
#[derive(Debug, Clone, Default)]
pub struct Timings(Arc<Mutex<Vec<(String, Duration)>>>);

impl Timings {
    /// Those of this request. Where there is no [`ServerTiming`], what is added goes nowhere.
    pub fn of(request: &Request) -> Self {
        request.extensions().get().cloned().unwrap_or_default()
    }

    /// Adds how long something took; in its name, what HTTP does not allow in a token becomes `_`, and so does a name
    /// that is empty.
    pub fn add(&self, name: &str, time: Duration) {
        let is_token = |letter: char| letter.is_ascii_alphanumeric() || "!#$%&'*+-.^_`|~".contains(letter);
        let name = match name {
            "" => "_",
            name => name,
        };
        let name = name
            .chars()
            .map(|letter| if is_token(letter) { letter } else { '_' })
            .collect();
        self.0.lock().unwrap_or_else(PoisonError::into_inner).push((name, time));
    }
}

/// What is kept of a request.
#[derive(Debug)]
struct Begun {
    started: Instant,
    timings: Timings,
    /// Method and path, where the log may want them.
    name: Option<String>,
}

impl IntoMiddleware<ReadyMade> for ServerTiming {
    fn into_middleware(self) -> Result<Middleware, String> {
        Ok(Middleware::hook(Timing { slow: self.slow }))
    }
}

struct Timing {
    slow: Option<Duration>,
}

impl Hook for Timing {
    type Kept = Begun;

    fn before(&self, request: &mut Request) -> ControlFlow<Response, Begun> {
        let timings = Timings::default();
        request.extensions_mut().insert(timings.clone());
        ControlFlow::Continue(Begun {
            started: Instant::now(),
            timings,
            name: self.slow.map(|_| format!("{} {:?}", request.method(), request.path())),
        })
    }

    fn after(&self, begun: Begun, response: &mut Response) {
        let total = begun.started.elapsed();
        let mut text = String::new();
        for (name, time) in begun.timings.0.lock().unwrap_or_else(PoisonError::into_inner).iter() {
            let _ = write!(text, "{name};dur={:.3}, ", time.as_secs_f64() * 1000.0);
        }
        let _ = write!(text, "total;dur={:.3}", total.as_secs_f64() * 1000.0);
        if let Ok(value) = HeaderValue::from_str(&text) {
            response.headers.append(HEADER, value);
        }
        if let (Some(slow), Some(name)) = (self.slow, begun.name)
            && total > slow
        {
            logging::warning(format_args!("a slow request ({name}): {:.3} s", total.as_secs_f64()));
        }
    }
}
