//! [`BodyLimit`]: refuses bodies that are too large.

use std::ops::ControlFlow;

use http_body::Body as _;
use http_body_util::Limited;

use super::Hook;
use crate::http::HttpError;
use crate::request::Request;
use crate::response::{Body, Response, error_response};

/// Refuses requests whose body is larger than this, with 413, whoever reads it.
///
/// A body of known length is refused before any of it is read; one of unknown length as soon as it is too long: then
/// reading it fails. What handlers take as arguments has a limit of its own,
/// [`App::max_body_size`](crate::App::max_body_size); the smaller of the two counts.
///
/// ```
/// use fasterapi::App;
/// use fasterapi::middleware::BodyLimit;
///
/// let app = App::new().middleware(BodyLimit::new(64 * 1024));
/// # let _ = app;
/// ```
#[derive(Debug, Clone, Copy)]
pub struct BodyLimit {
    bytes: usize,
}

impl BodyLimit {
    /// Bodies up to this many bytes are read.
    pub fn new(bytes: usize) -> Self {
        Self { bytes }
    }
}

impl Hook for BodyLimit {
    type Kept = ();
    const AFTER: bool = false;

    fn before(&self, request: &mut Request) -> ControlFlow<Response> {
        let size = request.body_mut().size_hint();
        if size.lower() > self.bytes as u64 {
            return ControlFlow::Break(error_response(HttpError::too_large()));
        }
        if size.upper().is_none_or(|upper| upper > self.bytes as u64) {
            let body = request.take_body();
            request.set_body(Body::new(Limited::new(body, self.bytes)));
        }
        ControlFlow::Continue(())
    }
}
