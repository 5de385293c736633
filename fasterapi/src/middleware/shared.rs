//! [`RouteChain`]: the middleware of routes and routers, shared by all routes behind it.

use std::sync::Arc;

use super::chain::Middleware;
use super::{IntoMiddleware, Layered};

/// Middleware in the order in which it was added: each stands in front of those before it.
#[derive(Debug, Clone, Default)]
pub(crate) struct RouteChain(Vec<Result<Arc<Middleware>, String>>);

impl RouteChain {
    pub(crate) fn add<M>(&mut self, middleware: impl IntoMiddleware<M>) {
        let middleware = middleware.into_middleware().and_then(|middleware| match middleware {
            Middleware::Front(_) => {
                Err("ProxyHeaders stands in front of all other middleware: add it to the app".into())
            }
            middleware => Ok(Arc::new(middleware)),
        });
        self.0.push(middleware);
    }

    pub(crate) fn add_layer<B>(&mut self, layer: impl Layered<B>) {
        self.0.push(Ok(Arc::new(layer.into_middleware())));
    }

    /// These, and `outer` in front of them.
    pub(crate) fn behind(&self, outer: &Self) -> Self {
        Self([&self.0[..], &outer.0].concat())
    }

    /// The chain, outermost first, and what is wrong with it.
    pub(crate) fn compile(&self) -> Result<Box<[Arc<Middleware>]>, String> {
        self.0.iter().rev().cloned().collect()
    }
}
