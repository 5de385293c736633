//! [`Timeout`]: answers for handlers that take too long.

use std::sync::Arc;
use std::time::Duration;

use http::StatusCode;

use super::IntoMiddleware;
use super::chain::{Middleware, ReadyMade};
use super::hook::AnyHook;
use crate::app::Site;
use crate::handler::Answer;
use crate::http::HttpError;
use crate::request::Request;
use crate::response::error_response;

/// Answers 504 when the handler has not after this time, and drops it where it waits.
///
/// The time runs until the answer's head is there: a stream may go on longer. A `fn` handler that computes goes on to its
/// end on the blocking pool; only its answer is lost.
///
/// ```
/// use std::time::Duration;
///
/// use fasterapi::App;
/// use fasterapi::middleware::Timeout;
///
/// let app = App::new().middleware(Timeout::new(Duration::from_secs(30)));
/// # let _ = app;
/// ```
#[derive(Debug, Clone, Copy)]
#[must_use]
pub struct Timeout {
    after: Duration,
    status: StatusCode,
}

impl Timeout {
    /// Waits for this long; with 0 for no handler that has to wait itself.
    pub fn new(after: Duration) -> Self {
        Self {
            after,
            status: StatusCode::GATEWAY_TIMEOUT,
        }
    }

    /// Another status than 504.
    pub fn status(mut self, status: StatusCode) -> Self {
        self.status = status;
        self
    }
}

impl IntoMiddleware<ReadyMade> for Timeout {
    fn into_middleware(self) -> Result<Middleware, String> {
        Ok(Middleware::Hook(Box::new(self)))
    }
}

impl AnyHook for Timeout {
    fn call(&self, answer: &mut Answer, site: &Arc<Site>, next: usize, request: Request) {
        site.fill(answer, next, request);
        // No timer where nothing waits.
        if matches!(answer, Answer::Later(_)) {
            let Self { after, status } = *self;
            let waiting = answer.take();
            *answer = Answer::later(async move {
                let answer = tokio::time::timeout(after, waiting).await;
                answer.unwrap_or_else(|_| error_response(HttpError::status_only(status)))
            });
        }
    }
}
