//! [`RateLimit`]: so many requests of a client in so much time.

use std::collections::HashMap;
use std::hash::{BuildHasher, RandomState};
use std::net::IpAddr;
use std::ops::ControlFlow;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use http::header::RETRY_AFTER;
use http::{HeaderName, HeaderValue, StatusCode};
use tokio::time::Instant;

use super::IntoMiddleware;
use super::chain::{Middleware, ReadyMade};
use super::hook::Hook;
use crate::http::HttpError;
use crate::request::{Client, Request};
use crate::response::{Response, error_response};

/// Clients are spread over so many locks.
const SHARDS: usize = 16;

/// As many clients are remembered as the window may have.
const CLIENTS: usize = 100_000;

const LIMIT: HeaderName = HeaderName::from_static("ratelimit-limit");
const REMAINING: HeaderName = HeaderName::from_static("ratelimit-remaining");
const RESET: HeaderName = HeaderName::from_static("ratelimit-reset");

/// Answers 429 to a client that asks too often: `{"detail": "Too Many Requests"}`, with the seconds to wait in `Retry-After`.
///
/// Clients are told apart by their address: of IPv6 the first 64 bits, which one household has. Behind a proxy the address is the
/// one a [trusted](super::ProxyHeaders) proxy names. The window slides: of the requests in the window before, as many count as
/// it still covers. Each process counts for itself. Of more clients in one window than it remembers, those that come last are
/// not limited: many addresses are to be stopped further out.
///
/// ```
/// use std::time::Duration;
///
/// use fasterapi::App;
/// use fasterapi::middleware::RateLimit;
///
/// let app = App::new().middleware(RateLimit::new(120, Duration::from_secs(60)));
/// # let _ = app;
/// ```
#[derive(Debug, Clone)]
#[must_use]
pub struct RateLimit {
    requests: u32,
    window: Duration,
    clients: usize,
}

impl RateLimit {
    /// At most `requests` of a client in a time as long as `window`, which is at least a millisecond.
    pub fn new(requests: u32, window: Duration) -> Self {
        Self {
            requests,
            window: window.max(Duration::from_millis(1)),
            clients: CLIENTS,
        }
    }

    /// About how many clients are remembered, 1 at least; 100 000 by default, which takes a few megabytes.
    pub fn max_clients(mut self, clients: usize) -> Self {
        self.clients = clients;
        self
    }
}

impl IntoMiddleware<ReadyMade> for RateLimit {
    fn into_middleware(self) -> Result<Middleware, String> {
        if self.requests == 0 {
            return Err("RateLimit: no request at all is allowed; let it be 1 at least".to_owned());
        }
        if self.clients == 0 {
            return Err(
                "RateLimit: no client is remembered, and so none limited; let `max_clients` be 1 at least".to_owned(),
            );
        }
        Ok(Middleware::hook(Limiter {
            limit: self.requests,
            window: self.window,
            most: self.clients.div_ceil(SHARDS),
            begun: Instant::now(),
            spread: RandomState::new(),
            shards: std::array::from_fn(|_| Mutex::default()),
        }))
    }
}

/// Who a client is taken for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Key {
    V4([u8; 4]),
    /// The network.
    V6([u8; 8]),
    /// All that have no address.
    Nobody,
}

impl Key {
    fn of(client: Client) -> Self {
        match client.ip().map(|ip| ip.to_canonical()) {
            Some(IpAddr::V4(ip)) => Self::V4(ip.octets()),
            Some(IpAddr::V6(ip)) => {
                let [a, b, c, d, e, f, g, h, ..] = ip.octets();
                Self::V6([a, b, c, d, e, f, g, h])
            }
            None => Self::Nobody,
        }
    }
}

/// How many requests there were of each client in a window, and in the one before.
#[derive(Debug, Default)]
struct Counts {
    window: u64,
    now: HashMap<Key, u32>,
    before: HashMap<Key, u32>,
}

impl Counts {
    /// Goes on to this window, and forgets those before the last.
    fn turn(&mut self, window: u64) {
        if window > self.window {
            let last = std::mem::take(&mut self.now);
            self.before = if window == self.window + 1 {
                last
            } else {
                HashMap::new()
            };
            self.window = window;
        }
    }
}

struct Limiter {
    limit: u32,
    window: Duration,
    /// Clients of a shard.
    most: usize,
    begun: Instant,
    spread: RandomState,
    shards: [Mutex<Counts>; SHARDS],
}

/// What a client may still do, and when it may do all again.
struct Left {
    requests: u32,
    reset: u64,
}

impl Limiter {
    /// Counts a request; the seconds to wait, if it is one too many.
    fn count(&self, client: Client) -> Result<Left, u64> {
        let key = Key::of(client);
        let windows = self.begun.elapsed().as_secs_f64() / self.window.as_secs_f64();
        let (window, passed) = (windows as u64, windows.fract());
        let shard = &self.shards[self.spread.hash_one(key) as usize % SHARDS];
        let mut counts = shard.lock().unwrap_or_else(PoisonError::into_inner);
        counts.turn(window);
        let before = f64::from(counts.before.get(&key).copied().unwrap_or(0));
        let now = counts.now.get(&key).copied().unwrap_or(0);
        let limit = f64::from(self.limit);
        let used = before * (1.0 - passed) + f64::from(now);
        if used + 1.0 > limit {
            return Err(self.seconds(until_free(limit, before, f64::from(now), passed)));
        }
        if now > 0 || counts.now.len() < self.most {
            counts.now.insert(key, now + 1);
        }
        drop(counts);
        Ok(Left {
            requests: (limit - used - 1.0) as u32,
            reset: self.seconds(1.0 - passed),
        })
    }

    /// So many windows in whole seconds, however long they are.
    fn seconds(&self, windows: f64) -> u64 {
        (self.window.as_secs_f64() * windows).ceil() as u64
    }
}

/// How long, in windows, until one more request is free.
fn until_free(limit: f64, before: f64, now: f64, passed: f64) -> f64 {
    if now + 1.0 <= limit {
        // what was in the window before leaves it
        return (1.0 - (limit - now - 1.0) / before - passed).max(0.0);
    }
    (1.0 - passed) + (1.0 - (limit - 1.0) / now).max(0.0)
}

impl Hook for Limiter {
    type Kept = Left;

    fn before(&self, request: &mut Request) -> ControlFlow<Response, Left> {
        match self.count(request.client()) {
            Ok(left) => ControlFlow::Continue(left),
            Err(seconds) => {
                let seconds = seconds.max(1);
                let mut response = error_response(HttpError::status_only(StatusCode::TOO_MANY_REQUESTS));
                response.headers.insert(RETRY_AFTER, HeaderValue::from(seconds));
                self.tell(
                    &Left {
                        requests: 0,
                        reset: seconds,
                    },
                    &mut response,
                );
                ControlFlow::Break(response)
            }
        }
    }

    fn after(&self, left: Left, response: &mut Response) {
        self.tell(&left, response);
    }
}

impl Limiter {
    fn tell(&self, left: &Left, response: &mut Response) {
        response.headers.insert(LIMIT, HeaderValue::from(self.limit));
        response.headers.insert(REMAINING, HeaderValue::from(left.requests));
        response.headers.insert(RESET, HeaderValue::from(left.reset));
    }
}
