//! [`AnyService`]: a `tower::Service` whose type is forgotten.

use std::any::type_name;
use std::fmt;
use std::future::{Future, poll_fn};
use std::pin::Pin;

use bytes::Bytes;
use tower_service::Service;

use super::{Body, Response, internal_server_error};
use crate::BoxError;
use crate::logging;

type Asked = Pin<Box<dyn Future<Output = Response> + Send>>;

/// A `tower::Service` whose type is forgotten: one of its clones answers each request.
pub(crate) struct AnyService {
    name: &'static str,
    ask: Box<dyn Fn(http::Request<Body>) -> Asked + Send + Sync>,
}

impl AnyService {
    /// Forgets the type. The log calls the service `what`.
    pub(crate) fn new<S, B>(service: S, what: &'static str) -> Self
    where
        S: Service<http::Request<Body>, Response = http::Response<B>> + Clone + Send + Sync + 'static,
        S::Error: Into<BoxError>,
        S::Future: Send,
        B: http_body::Body<Data = Bytes> + Send + 'static,
        B::Error: Into<BoxError>,
    {
        Self {
            name: type_name::<S>(),
            ask: Box::new(move |request| Box::pin(ask(service.clone(), request, what))),
        }
    }

    /// Its answer, or a 500 when it fails.
    pub(crate) fn ask(&self, request: http::Request<Body>) -> Asked {
        (self.ask)(request)
    }
}

impl fmt::Debug for AnyService {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name)
    }
}

async fn ask<S, B>(mut service: S, request: http::Request<Body>, what: &str) -> Response
where
    S: Service<http::Request<Body>, Response = http::Response<B>>,
    S::Error: Into<BoxError>,
    B: http_body::Body<Data = Bytes> + Send + 'static,
    B::Error: Into<BoxError>,
{
    let ready = poll_fn(|cx| service.poll_ready(cx)).await.map_err(Into::into);
    let answer = match ready {
        Ok(()) => service.call(request).await.map_err(Into::into),
        Err(error) => Err(error),
    };
    match answer {
        Ok(response) => Response::from_http(response.map(Body::new)),
        Err(error) => {
            logging::error(format_args!("{what} failed: {error}"));
            internal_server_error()
        }
    }
}
