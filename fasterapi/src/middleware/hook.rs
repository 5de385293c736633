//! [`Hook`]: middleware that never waits, and so costs no future.

use std::ops::ControlFlow;
use std::sync::Arc;

use http::HeaderName;

use super::IntoMiddleware;
use super::chain::Middleware;
use crate::app::Site;
use crate::handler::Answer;
use crate::request::Request;
use crate::response::Response;

/// Middleware that never waits: plain functions before and after all that is further in.
///
/// `before` keeps what `after` needs of the request, since the handler takes the request with it. Nothing is allocated
/// for it while the handler does not wait.
///
/// ```
/// use std::ops::ControlFlow;
/// use std::time::Instant;
///
/// use fasterapi::middleware::Hook;
/// use fasterapi::prelude::*;
///
/// struct ProcessTime;
///
/// impl Hook for ProcessTime {
///     type Kept = Instant;
///
///     fn before(&self, _: &mut Request) -> ControlFlow<Response, Instant> {
///         ControlFlow::Continue(Instant::now())
///     }
///
///     fn after(&self, started: Instant, response: &mut Response) {
///         let time = started.elapsed().as_secs_f64().to_string();
///         response.headers_mut().insert("x-process-time", HeaderValue::from_str(&time).unwrap());
///     }
/// }
///
/// let app = App::new().middleware(ProcessTime).build().unwrap();
/// ```
pub trait Hook: Send + Sync + 'static {
    /// What is kept of a request until its answer is there; `()` when nothing is.
    type Kept: Send + 'static;

    /// Whether [`after`](Self::after) does anything; `true` by default. `false` saves a future around handlers that wait.
    const AFTER: bool = true;

    /// Looks at the request and may change it; `ControlFlow::Break` answers at once, without `after`.
    fn before(&self, request: &mut Request) -> ControlFlow<Response, Self::Kept>;

    /// Looks at the answer and may change it. Errors come by here too, and as a 500 a panic of all that is further in:
    /// other middleware, dependencies, the handler.
    fn after(&self, _kept: Self::Kept, _response: &mut Response) {}
}

/// A [`Hook`] whose type is forgotten.
pub trait AnyHook: Send + Sync + 'static {
    /// Answers the request: `before`, the chain from number `next` on, `after`. The answer is changed where it is.
    fn call(&self, answer: &mut Answer, site: &Arc<Site>, next: usize, request: Request);

    /// The header in which it gives every request an id.
    fn request_id(&self) -> Option<&HeaderName> {
        None
    }
}

pub(super) struct Hooked<H>(Arc<H>);

impl<H> Hooked<H> {
    pub(super) fn new(hook: H) -> Self {
        Self(Arc::new(hook))
    }
}

impl<H: Hook> AnyHook for Hooked<H> {
    fn call(&self, answer: &mut Answer, site: &Arc<Site>, next: usize, mut request: Request) {
        match self.0.before(&mut request) {
            ControlFlow::Continue(kept) if H::AFTER => {
                answer.catch(|answer| site.fill(answer, next, request));
                self.after(kept, answer);
            }
            ControlFlow::Continue(_) => site.fill(answer, next, request),
            ControlFlow::Break(response) => *answer = response.into(),
        }
    }
}

impl<H: Hook> Hooked<H> {
    #[inline]
    fn after(&self, kept: H::Kept, answer: &mut Answer) {
        if let Answer::Ready(Some(response)) = answer {
            self.0.after(kept, response);
            if response.is_pending() {
                answer.settle();
            }
        } else {
            self.after_waiting(kept, answer);
        }
    }

    fn after_waiting(&self, kept: H::Kept, answer: &mut Answer) {
        let hook = Arc::clone(&self.0);
        let waiting = answer.take();
        *answer = Answer::later(async move {
            let mut response = waiting.await;
            hook.after(kept, &mut response);
            response
        });
    }
}

/// Forgets the type.
pub(super) fn erase(hook: impl Hook) -> Box<dyn AnyHook> {
    Box::new(Hooked::new(hook))
}

/// Tells hooks from functions.
#[derive(Debug)]
pub struct HookMarker;

impl<H: Hook> IntoMiddleware<HookMarker> for H {
    fn into_middleware(self) -> Result<Middleware, String> {
        Ok(Middleware::hook(self))
    }
}
