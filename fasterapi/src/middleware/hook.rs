//! [`Hook`]: middleware that never waits, and so costs no future.

use std::ops::ControlFlow;
use std::sync::Arc;

use super::{IntoMiddleware, chain::Middleware};
use crate::request::Request;
use crate::response::Response;

/// Middleware that never waits: plain functions before and after all that is further in.
pub trait Hook: Send + Sync + 'static {
    /// Looks at the request and may change it; `ControlFlow::Break` answers at once.
    fn before(&self, _request: &mut Request) -> ControlFlow<Response> {
        ControlFlow::Continue(())
    }

    /// Looks at the answer and may change it.
    fn after(&self, _response: &mut Response) {}
}

/// Tells hooks from functions.
#[derive(Debug)]
pub struct HookMarker;

impl<H: Hook> IntoMiddleware<HookMarker> for H {
    fn into_middleware(self) -> Middleware {
        Middleware::Hook(Arc::new(self))
    }
}
