//! A `tower::Layer` as a middleware.

use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll};

use bytes::Bytes;
use tower_layer::Layer;
use tower_service::Service;

use super::chain::{AsyncMiddleware, Middleware, Next};
use crate::BoxError;
use crate::request::Request;
use crate::response::{AnyService, Body, Response};

/// What a layer wraps: all that is further in than it.
#[derive(Debug, Clone, Copy)]
pub struct NextService;

#[derive(Clone)]
struct Handle(Next);

impl Service<http::Request<Body>> for NextService {
    type Response = http::Response<Body>;
    type Error = BoxError;
    type Future = Pin<Box<dyn Future<Output = Result<http::Response<Body>, BoxError>> + Send>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), BoxError>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, mut request: http::Request<Body>) -> Self::Future {
        let handle = request.extensions_mut().remove::<Handle>();
        Box::pin(async move {
            let Handle(next) = handle.ok_or("the layer dropped the request's extensions")?;
            Ok(next.run(Request::from_http(request)).await.into_http())
        })
    }
}

/// A `tower::Layer` that [`App::layer`](crate::App::layer) takes: over [`http::Request<Body>`], with a cloneable service.
pub trait Layered<B> {
    #[doc(hidden)]
    fn into_middleware(self) -> Middleware;
}

impl<L, B> Layered<B> for L
where
    L: Layer<NextService>,
    L::Service: Service<http::Request<Body>, Response = http::Response<B>> + Clone + Send + Sync + 'static,
    <L::Service as Service<http::Request<Body>>>::Error: Into<BoxError>,
    <L::Service as Service<http::Request<Body>>>::Future: Send,
    B: http_body::Body<Data = Bytes> + Send + 'static,
    B::Error: Into<BoxError>,
{
    fn into_middleware(self) -> Middleware {
        let service = AnyService::new(self.layer(NextService), "a layer");
        Middleware::Async(Box::new(Wrapped(service)))
    }
}

/// The service that a layer has made.
struct Wrapped(AnyService);

impl AsyncMiddleware for Wrapped {
    fn call(&self, request: Request, next: Next) -> Pin<Box<dyn Future<Output = Response> + Send>> {
        let mut request = request.into_http();
        request.extensions_mut().insert(Handle(next));
        self.0.ask(request)
    }
}
