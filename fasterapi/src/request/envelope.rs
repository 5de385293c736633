//! A request on its way through `tower` services, which know the `http` crate's alone.

use std::sync::{Arc, Mutex};

use super::{Client, Request};
use crate::response::Body;

/// Carries the rest of a [`Request`] through a `tower` service.
#[derive(Clone)]
struct Envelope(Arc<Mutex<Option<Request>>>);

impl Request {
    /// As the `http` crate has it, for `tower` services; the rest travels in the extensions.
    pub(crate) fn into_http(mut self) -> http::Request<Body> {
        if self.0.consumed > 0 {
            // to be compared with the path that comes back
            self.0.decoded = Some(self.path().to_owned());
        }
        let (parts, ()) = http::Request::new(()).into_parts();
        let mut parts = std::mem::replace(&mut self.0.parts, parts);
        let body = self.take_body();
        parts.extensions.insert(Envelope(Arc::new(Mutex::new(Some(self)))));
        http::Request::from_parts(parts, body)
    }

    /// The way back from [`into_http`](Self::into_http).
    pub(crate) fn from_http(request: http::Request<Body>) -> Self {
        let (mut parts, body) = request.into_parts();
        let envelope = parts.extensions.remove::<Envelope>();
        let rest = envelope.and_then(|envelope| envelope.0.lock().ok()?.take());
        match rest {
            Some(mut rest) => {
                let before = rest.0.decoded.take();
                rest.0.parts = parts;
                rest.0.body = body;
                rest.decode_path();
                rest.keep_prefix_of(before.as_deref().unwrap_or_default());
                rest
            }
            None => Self::new(parts, body, Client::Unknown),
        }
    }
}

impl Request {
    /// A service on the way may have changed the path: without the prefix that it had `before`, it has none.
    fn keep_prefix_of(&mut self, before: &str) {
        let prefix = before.get(..self.0.consumed);
        let rest = prefix.and_then(|prefix| self.path().strip_prefix(prefix));
        if !rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/')) {
            self.0.consumed = 0;
            self.0.restored = 0;
        }
    }
}
