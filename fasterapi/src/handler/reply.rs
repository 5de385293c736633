//! [`Reply`]: an answer that is here already, or a future of one.

use std::future::Future;
use std::pin::{Pin, pin};
use std::task::{Context, Poll, Waker};

use crate::http::HttpError;
use crate::response::Response;

/// What calling a handler gives. An answer that needs no waiting costs no box.
pub enum Reply {
    /// The answer.
    Ready(Response),
    /// The answer, once the future is done.
    Later(Pin<Box<dyn Future<Output = Response> + Send>>),
}

impl std::fmt::Debug for Reply {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Ready(_) => "Reply::Ready",
            Self::Later(_) => "Reply::Later",
        })
    }
}

/// Runs `future` on the spot when it is known to hold no `.await` that waits, else boxes it.
pub fn reply<F>(never_waits: bool, future: F) -> Reply
where
    F: Future<Output = Response> + Send + 'static,
{
    if never_waits {
        Reply::Ready(complete(future))
    } else {
        Reply::Later(Box::pin(future))
    }
}

/// The output of a future that never waits. One that waits all the same (a macro hid an `.await` from us) answers
/// 500 and says so in the log: it was promised not to.
fn complete(future: impl Future<Output = Response>) -> Response {
    match pin!(future).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(response) => response,
        Poll::Pending => {
            eprintln!("ERROR: a handler without a visible `.await` waited; add `waits = true` to its attribute");
            crate::response::internal_server_error()
        }
    }
}

/// Runs `work` on the blocking pool, as FastAPI runs `def` functions.
///
/// # Errors
/// 500 when `work` panics or the runtime shuts down.
pub async fn run_blocking<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Result<T, HttpError> {
    match tokio::task::spawn_blocking(work).await {
        Ok(value) => Ok(value),
        Err(error) => match error.try_into_panic() {
            Ok(panic) => std::panic::resume_unwind(panic),
            Err(_) => Err(HttpError::status_only(http::StatusCode::SERVICE_UNAVAILABLE)),
        },
    }
}
