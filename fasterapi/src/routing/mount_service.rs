//! Any `tower::Service` as a mount.

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

use bytes::Bytes;
use http::Uri;
use percent_encoding::percent_decode_str;
use tower_service::Service;

use super::mount::{MountTarget, Mountable, Mounted};
use crate::BoxError;
use crate::app::BuildError;
use crate::request::Request;
use crate::response::{AnyService, Body, Response};

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
        Ok(MountTarget::service(Wrapped(AnyService::new(
            self,
            "a mounted service",
        ))))
    }
}

/// Any service; the request's path begins below the mount.
#[derive(Debug)]
pub(super) struct Wrapped(pub(super) AnyService);

impl Mounted for Wrapped {
    fn call(&self, request: Request) -> Pin<Box<dyn Future<Output = Response> + Send>> {
        let root_path = RootPath(request.root_path().into());
        let uri = below(request.uri(), request.consumed());
        let mut request = request.into_http();
        request.extensions_mut().insert(root_path);
        *request.uri_mut() = uri;
        self.0.ask(request)
    }
}

/// The target without the first `consumed` bytes of its decoded path, which end before a slash.
fn below(uri: &Uri, consumed: usize) -> Uri {
    let target = uri.path_and_query().map_or("/", |target| target.as_str());
    let (mut raw, mut decoded) = (0, 0);
    let mut rest = "/";
    // no escape reaches over a slash, so that each part can be decoded on its own, as the whole was
    for part in uri.path().split('/') {
        raw += part.len();
        decoded += percent_decode_str(part).decode_utf8_lossy().len();
        if decoded >= consumed {
            rest = target.get(raw..).filter(|_| decoded == consumed).unwrap_or("/");
            break;
        }
        raw += 1;
        decoded += 1;
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
        assert_eq!(below("/raw%2Fa"), "/");
        assert_eq!(below("/raw?x=/y"), "/");
    }

    #[test]
    fn bytes_that_are_no_text_count_as_the_path_has_them() {
        for (target, prefix) in [
            ("/%FF/items", "/\u{fffd}"),
            ("/a%e2%82/items", "/a\u{fffd}"),
            ("/%C3%BC%ff%FE/items", "/\u{fc}\u{fffd}\u{fffd}"),
        ] {
            assert_eq!(below(&Uri::from_static(target), prefix.len()), "/items", "{target}");
        }
    }
}
