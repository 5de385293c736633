//! What a `tower::Service` answers.

use std::future::poll_fn;

use bytes::Bytes;
use tower_service::Service;

use super::{Body, Response, internal_server_error};
use crate::BoxError;
use crate::logging;

/// The answer of a service, or a 500 when it fails; the log calls the service `what`.
pub(crate) async fn ask<S, B>(mut service: S, request: http::Request<Body>, what: &str) -> Response
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
