//! Any `tower::Service` as a mount.

use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

use bytes::Bytes;
use http::Uri;
use tower_service::Service;

use super::mount::{MountTarget, Mountable, Mounted};
use crate::BoxError;
use crate::app::BuildError;
use crate::request::Request;
use crate::response::{Body, Response, ask};

/// In the extensions of a request to a mounted service: the prefix under which the outside knows the service. The
/// request's own path goes on behind it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RootPath(pub Arc<str>);

impl<S, B> Mountable for S
where
    S: Service<http::Request<Body>, Response = http::Response<B>> + Clone + Send + Sync + 'static,
    S::Error: Into<BoxError>,
    S::Future: Send,
    B: http_body::Body<Data = Bytes> + Send + 'static,
    B::Error: Into<BoxError>,
{
    fn into_target(self) -> Result<MountTarget, BuildError> {
        Ok(MountTarget::service(Wrapped(self)))
    }
}

pub(super) struct Wrapped<S>(pub(super) S);

impl<S> fmt::Debug for Wrapped<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(std::any::type_name::<S>())
    }
}

impl<S, B> Mounted for Wrapped<S>
where
    S: Service<http::Request<Body>, Response = http::Response<B>> + Clone + Send + Sync + 'static,
    S::Error: Into<BoxError>,
    S::Future: Send,
    B: http_body::Body<Data = Bytes> + Send + 'static,
    B::Error: Into<BoxError>,
{
    fn call(&self, request: Request) -> Pin<Box<dyn Future<Output = Response> + Send>> {
        let service = self.0.clone();
        let root_path = RootPath(request.root_path().into());
        let uri = below(request.uri(), request.consumed());
        let mut request = request.into_http();
        request.extensions_mut().insert(root_path);
        *request.uri_mut() = uri;
        Box::pin(ask(service, request, "a mounted service"))
    }
}

/// The target without the first `consumed` bytes of its decoded path.
fn below(uri: &Uri, consumed: usize) -> Uri {
    let target = uri.path_and_query().map_or("/", |target| target.as_str());
    let (mut rest, mut left) = (target, consumed);
    while left > 0 && !rest.is_empty() {
        let is_escape = rest.starts_with('%') && rest.bytes().skip(1).take(2).all(|byte| byte.is_ascii_hexdigit());
        rest = rest.get(if is_escape { 3 } else { 1 }..).unwrap_or_default();
        left -= 1;
    }
    let rest = if rest.starts_with('/') { rest } else { "/" };
    rest.parse().unwrap_or_else(|_| Uri::from_static("/"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_prefix_is_taken_off_however_it_is_written() {
        let below = |uri: &'static str| below(&Uri::from_static(uri), "/raw".len()).to_string();
        assert_eq!(below("/raw/a%2Fb?x=1"), "/a%2Fb?x=1");
        assert_eq!(below("/r%61w/a"), "/a");
        assert_eq!(below("/raw/"), "/");
    }
}
