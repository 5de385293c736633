//! The chain of middleware, outermost first.

use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

use http::HeaderName;

use super::ErrorHandlers;
use super::hook::{AnyHook, Hook, erase};
use crate::app::Site;
use crate::handler::Answer;
use crate::request::Request;
use crate::response::Response;

/// One link of the chain.
pub enum Middleware {
    /// Plain functions before and after.
    Hook(Box<dyn AnyHook>),
    /// The same, in front of all others.
    Front(Box<dyn AnyHook>),
    /// A future around all that is further in.
    Async(Box<dyn AsyncMiddleware>),
    /// The handlers of errors, the innermost of all.
    Errors(Arc<ErrorHandlers>),
}

impl Middleware {
    pub(super) fn hook(hook: impl Hook) -> Self {
        Self::Hook(erase(hook))
    }

    pub(super) fn front(hook: impl Hook) -> Self {
        Self::Front(erase(hook))
    }

    /// The header in which it gives every request an id.
    pub(crate) fn request_id(&self) -> Option<&HeaderName> {
        match self {
            Self::Hook(hook) | Self::Front(hook) => hook.request_id(),
            Self::Async(_) | Self::Errors(_) => None,
        }
    }
}

impl fmt::Debug for Middleware {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Hook(_) => "Hook",
            Self::Front(_) => "Front",
            Self::Async(_) => "Async",
            Self::Errors(_) => "Errors",
        })
    }
}

/// A middleware that may wait, type erased.
pub trait AsyncMiddleware: Send + Sync + 'static {
    /// Answers the request, usually through `next`.
    fn call(&self, request: Request, next: Next) -> Pin<Box<dyn Future<Output = Response> + Send>>;
}

/// What [`App::middleware`](crate::App::middleware) takes: an `async fn(Request, Next) -> Response`, a
/// [`Hook`](super::Hook), or one of the ready ones.
///
/// The error is a sentence on how the middleware was configured.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a middleware",
    label = "neither an `async fn(Request, Next) -> Response` nor a `Hook`",
    note = "a `tower::Layer` is added with `App::layer`"
)]
pub trait IntoMiddleware<Marker> {
    #[doc(hidden)]
    fn into_middleware(self) -> Result<Middleware, String>;
}

/// Tells the middleware of this module that check their configuration when they are added from functions and hooks.
#[derive(Debug)]
pub struct ReadyMade;

/// All that is further in than a middleware.
#[derive(Debug, Clone)]
pub struct Next {
    pub(super) site: Arc<Site>,
    pub(super) index: usize,
}

impl Next {
    pub(crate) fn new(site: Arc<Site>, index: usize) -> Self {
        Self { site, index }
    }

    /// Hands the request on and waits for the answer; a panic further in is a 500.
    pub async fn run(self, request: Request) -> Response {
        Answer::caught(|| Site::through(&self.site, self.index, request)).await
    }
}
