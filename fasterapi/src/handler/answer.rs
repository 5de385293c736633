//! [`Answer`]: an answer that is here already, or a future of one.

use std::any::Any;
use std::future::Future;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::Pin;
use std::task::{Context, Poll, Waker};

use crate::http::{HttpError, Panic};
use crate::logging;
use crate::response::{Response, internal_server_error};

/// What calling a handler gives. Handlers that never wait are done at once and cost no box. A panic is an answer, 500,
/// so that the middleware around the handler sees it.
pub enum Answer {
    /// The answer; `None` once it was taken.
    Ready(Option<Response>),
    /// The answer, once the future is done.
    Later(Pin<Box<dyn Future<Output = Response> + Send>>),
}

impl std::fmt::Debug for Answer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Ready(_) => "Answer::Ready",
            Self::Later(_) => "Answer::Later",
        })
    }
}

impl Answer {
    /// The answer of a future that waits.
    pub fn later(future: impl Future<Output = Response> + Send + 'static) -> Self {
        Self::Later(Box::pin(future))
    }

    /// The answer of a future that never waits. One that waits all the same (a macro hid an `.await` from us) answers
    /// 500 and says so in the log: it was promised not to.
    #[inline]
    pub fn now(future: Pin<&mut impl Future<Output = Response>>) -> Self {
        match future.poll(&mut Context::from_waker(Waker::noop())) {
            Poll::Ready(response) => response.into(),
            Poll::Pending => {
                logging::error("a handler without a visible `.await` waited; add `waits = true` to its attribute");
                internal_server_error().into()
            }
        }
    }

    /// The answer, taken out.
    pub(crate) fn take(&mut self) -> Self {
        std::mem::replace(self, Self::Ready(None))
    }

    /// Makes it one that waits, if there is something to be done before it can leave.
    #[cold]
    pub(crate) fn settle(&mut self) {
        if let Self::Ready(response) = self
            && let Some(response) = response.take()
        {
            *self = response.into();
        }
    }

    /// Runs what may panic. Whoever has something to do after an answer runs in this what the answer comes from, and so
    /// hears of a panic as of any other error.
    #[inline]
    pub(crate) fn caught(answer: impl FnOnce() -> Self) -> Self {
        catch_unwind(AssertUnwindSafe(answer)).unwrap_or_else(|panic| panicked(&*panic).into())
    }

    /// As [`caught`](Self::caught), for what puts its answer here.
    #[inline]
    pub(crate) fn catch(&mut self, fill: impl FnOnce(&mut Self)) {
        if let Err(panic) = catch_unwind(AssertUnwindSafe(|| fill(self))) {
            *self = panicked(&*panic).into();
        }
    }
}

impl From<Response> for Answer {
    #[inline]
    fn from(response: Response) -> Self {
        if response.is_pending() {
            return Self::Later(response.settle());
        }
        Self::Ready(Some(response))
    }
}

impl Future for Answer {
    type Output = Response;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Response> {
        loop {
            match &mut *self {
                Self::Ready(response) => return Poll::Ready(response.take().unwrap_or_else(internal_server_error)),
                Self::Later(future) => match catch_unwind(AssertUnwindSafe(|| future.as_mut().poll(cx))) {
                    Ok(Poll::Ready(response)) if response.is_pending() => *self = Self::Later(response.settle()),
                    Ok(answer) => return answer,
                    Err(panic) => return Poll::Ready(panicked(&*panic)),
                },
            }
        }
    }
}

/// A panic as an error nobody expected; the panic hook has told the log where it was.
#[cold]
fn panicked(panic: &(dyn Any + Send)) -> Response {
    Response::error(Panic::caught(panic))
}

/// Runs `work` on the blocking pool, as FastAPI runs `def` functions.
///
/// # Errors
/// 500 when `work` panics or the runtime shuts down.
pub async fn run_blocking<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Result<T, HttpError> {
    match tokio::task::spawn_blocking(logging::in_span(work)).await {
        Ok(value) => Ok(value),
        Err(error) => match error.try_into_panic() {
            Ok(panic) => std::panic::resume_unwind(panic),
            Err(_) => Err(HttpError::status_only(http::StatusCode::SERVICE_UNAVAILABLE)),
        },
    }
}
