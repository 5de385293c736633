//! Requests that are none of an app's: what hyper lets through and HTTP does not mean for an origin server.

use http::{HeaderMap, Method, StatusCode, Uri, header};

use crate::http::HttpError;
use crate::request::Request;
use crate::response::{Response, error_response};

/// The answer to a request that no middleware shall see: a method that is too long (501), a target that is neither a
/// path nor an `http` address nor `OPTIONS *` (400; RFC 9112, section 3.2). But for the address, routes match none of them.
/// The connection is closed.
pub(super) fn refusal(request: &Request, longest_method: usize) -> Option<Response> {
    if request.method().as_str().len() > longest_method {
        return Some(last(HttpError::status_only(StatusCode::NOT_IMPLEMENTED)));
    }
    let uri = request.uri();
    let is_path = match uri.path().as_bytes() {
        [b'/', ..] => true,
        b"*" => request.method() == Method::OPTIONS,
        _ => false,
    };
    if is_path && !is_foreign(uri) {
        return None;
    }
    Some(invalid_target())
}

/// Whether the target is an address of a scheme that is not HTTP's.
pub(super) fn is_foreign(uri: &Uri) -> bool {
    uri.scheme().is_some() && !matches!(uri.scheme_str(), Some("http" | "https"))
}

/// 400 for a target that is neither a path nor an address of ours.
pub(super) fn invalid_target() -> Response {
    last(HttpError::bad_request("Invalid request target"))
}

/// The last answer of its connection.
fn last(error: HttpError) -> Response {
    error_response(error.header(header::CONNECTION, "close"))
}

/// Whether a chunked body is also in another coding (`gzip, chunked`), which hyper does not undo (RFC 9112, section 6.1).
#[inline]
pub(super) fn is_coded(request: &Request) -> bool {
    // of another body the length is known
    request.body_size().exact().is_none() && names_coding(request.headers())
}

fn names_coding(headers: &HeaderMap) -> bool {
    let mut lines = headers.get_all(header::TRANSFER_ENCODING).iter();
    lines.next().is_some_and(|line| {
        let is_chunked = line.as_bytes().trim_ascii().eq_ignore_ascii_case(b"chunked");
        !is_chunked || lines.next().is_some()
    })
}

/// 400 for a body that [is coded](is_coded); what may follow it on the connection is not read.
pub(super) fn invalid_coding() -> Response {
    last(HttpError::bad_request("Invalid transfer coding"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::request::Client;
    use crate::response::Body;

    fn status(method: &str, target: &str) -> Option<u16> {
        let request = http::Request::builder().method(method).uri(target).body(()).unwrap();
        let (parts, ()) = request.into_parts();
        refusal(&Request::new(parts, Body::empty(), Client::Unknown), 32)
            .map(|response| response.status_code().as_u16())
    }

    #[test]
    fn targets_of_an_origin_server_get_through() {
        for (method, target) in [
            ("GET", "/"),
            ("OPTIONS", "*"),
            ("GET", "http://a/x"),
            ("ANY-METHOD", "/x"),
        ] {
            assert_eq!(status(method, target), None, "{method} {target}");
        }
    }

    #[test]
    fn others_are_refused() {
        for (method, target) in [
            ("GET", "*"),
            ("GET", "a:80"),
            ("CONNECT", "a:80"),
            ("GET", "gopher://a/x"),
        ] {
            assert_eq!(status(method, target), Some(400), "{method} {target}");
        }
        assert_eq!(status(&"A".repeat(33), "/"), Some(501));
        assert_eq!(status(&"A".repeat(32), "/"), None);
    }
}
