//! An `async fn(Request, Next) -> Response` as a middleware.

use std::future::Future;
use std::marker::PhantomData;
use std::pin::Pin;

use super::chain::{AsyncMiddleware, IntoMiddleware, Middleware, Next};
use crate::request::Request;
use crate::response::{Respond, Responder, Response};

/// Tells functions from hooks.
#[derive(Debug)]
pub struct FunctionMarker<Fut>(PhantomData<Fut>);

struct Function<F>(F);

impl<F, Fut> AsyncMiddleware for Function<F>
where
    F: Fn(Request, Next) -> Fut + Send + Sync + 'static,
    Fut: Future + Send + 'static,
    Fut::Output: Responder,
{
    fn call(&self, request: Request, next: Next) -> Pin<Box<dyn Future<Output = Response> + Send>> {
        let answer = (self.0)(request, next);
        Box::pin(async move { answer.await.respond(Respond::default()) })
    }
}

impl<F, Fut> IntoMiddleware<FunctionMarker<Fut>> for F
where
    F: Fn(Request, Next) -> Fut + Send + Sync + 'static,
    Fut: Future + Send + 'static,
    Fut::Output: Responder,
{
    fn into_middleware(self) -> Result<Middleware, String> {
        Ok(Middleware::Async(Box::new(Function(self))))
    }
}
