//! Requests that are none of an app's: what hyper lets through and HTTP does not mean for an origin server.

use http::{HeaderMap, Method, StatusCode, header};

use crate::http::HttpError;
use crate::request::Request;
use crate::response::{Response, error_response};

/// The longest method, in bytes; the longest registered one has 17.
const LONGEST_METHOD: usize = 32;

/// The answer to a request that no middleware shall see: a method that is too long (501), a target that is neither a
/// path nor an `http` address nor `OPTIONS *` (400; RFC 9112, section 3.2). Routes match none of them.
pub(super) fn refusal(request: &Request) -> Option<Response> {
    if request.method().as_str().len() > LONGEST_METHOD {
        return Some(error_response(HttpError::status_only(StatusCode::NOT_IMPLEMENTED)));
    }
    let uri = request.uri();
    let is_path = match uri.path().as_bytes() {
        [b'/', ..] => true,
        b"*" => request.method() == Method::OPTIONS,
        _ => false,
    };
    let is_ours = uri.scheme_str().is_none_or(|scheme| matches!(scheme, "http" | "https"));
    if is_path && is_ours {
        return None;
    }
    Some(error_response(HttpError::bad_request("Invalid request target")))
}

/// Whether a chunked body is also in another coding (`gzip, chunked`), which hyper does not undo (RFC 9112, section 6.1).
pub(super) fn is_coded(headers: &HeaderMap) -> bool {
    let mut lines = headers.get_all(header::TRANSFER_ENCODING).iter();
    lines.next().is_some_and(|line| {
        let is_chunked = line.as_bytes().trim_ascii().eq_ignore_ascii_case(b"chunked");
        !is_chunked || lines.next().is_some()
    })
}

/// 400 for a body that [is coded](is_coded); what may follow it on the connection is not read.
pub(super) fn invalid_coding() -> Response {
    let error = HttpError::bad_request("Invalid transfer coding");
    error_response(error.header(header::CONNECTION, "close"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::request::Client;
    use crate::response::Body;

    fn status(method: &str, target: &str) -> Option<u16> {
        let request = http::Request::builder().method(method).uri(target).body(()).unwrap();
        let (parts, ()) = request.into_parts();
        refusal(&Request::new(parts, Body::empty(), Client::Unknown)).map(|response| response.status_code().as_u16())
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
