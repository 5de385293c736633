//! The head of an HTTP/2 request in the form the app knows: the host in `Host`, the target a path.

use http::header::{COOKIE, HOST};
use http::request::Parts;
use http::uri::{self, Uri};
use http::{HeaderMap, HeaderValue, Method, StatusCode};

use crate::http::HttpError;
use crate::response::{Response, error_response};
use crate::routing::invalid_host;

/// Gives a head the form of one that came over HTTP/1.1, or answers a request that is none: no host, two that differ
/// (RFC 9113, section 8.3.1), a `CONNECT`, more fields than these.
pub(super) fn translate(parts: &mut Parts, most_fields: usize) -> Option<Response> {
    // A browser sends each cookie as a field of its own, and they count as the one that they are over HTTP/1.1.
    join_cookies(&mut parts.headers);
    if parts.headers.len() > most_fields {
        return Some(error_response(HttpError::status_only(
            StatusCode::REQUEST_HEADER_FIELDS_TOO_LARGE,
        )));
    }
    let target = std::mem::take(&mut parts.uri).into_parts();
    let (Some(path), true) = (target.path_and_query, parts.method != Method::CONNECT) else {
        return Some(error_response(HttpError::bad_request("Invalid request target")));
    };
    if let Some(authority) = &target.authority {
        match parts.headers.get(HOST) {
            // of several lines, the app refuses any
            Some(host) if !host.as_bytes().eq_ignore_ascii_case(authority.as_str().as_bytes()) => {
                return Some(invalid_host());
            }
            Some(_) => {}
            None => {
                let Ok(host) = HeaderValue::from_str(authority.as_str()) else {
                    return Some(invalid_host());
                };
                parts.headers.insert(HOST, host);
            }
        }
    } else if !parts.headers.contains_key(HOST) {
        return Some(invalid_host());
    }
    let mut origin = uri::Parts::default();
    origin.path_and_query = Some(path);
    parts.uri = Uri::from_parts(origin).unwrap_or_default();
    None
}

/// Puts cookies back together that came apart to be compressed better (RFC 9113, section 8.2.3).
fn join_cookies(headers: &mut HeaderMap) {
    let mut lines = headers.get_all(COOKIE).iter();
    let (Some(first), Some(second)) = (lines.next(), lines.next()) else {
        return;
    };
    let mut joined = first.as_bytes().to_vec();
    for line in [second].into_iter().chain(lines) {
        joined.extend_from_slice(b"; ");
        joined.extend_from_slice(line.as_bytes());
    }
    if let Ok(joined) = HeaderValue::from_maybe_shared(bytes::Bytes::from(joined)) {
        headers.insert(COOKIE, joined);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts(method: &str, target: &str, headers: &[(&str, &str)]) -> Parts {
        let mut request = http::Request::builder().method(method).uri(target);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        request.body(()).unwrap().into_parts().0
    }

    fn refused(method: &str, target: &str, headers: &[(&str, &str)]) -> u16 {
        let refusal = translate(&mut parts(method, target, headers), 100).unwrap();
        refusal.status_code().as_u16()
    }

    #[test]
    fn the_host_is_a_header_and_the_target_a_path() {
        let mut head = parts("GET", "https://a.example:8443/x?y=1", &[]);
        assert!(translate(&mut head, 100).is_none());
        assert_eq!(head.uri, "/x?y=1");
        assert_eq!(head.headers[HOST], "a.example:8443");
        let mut head = parts("OPTIONS", "/x", &[("host", "b")]);
        assert!(translate(&mut head, 100).is_none());
        assert_eq!(head.headers[HOST], "b");
        assert!(translate(&mut parts("GET", "http://A/", &[("host", "a")]), 100).is_none());
    }

    #[test]
    fn heads_that_are_none_are_refused() {
        assert_eq!(refused("GET", "http://a/", &[("host", "b")]), 400);
        assert_eq!(refused("GET", "/", &[]), 400);
        assert_eq!(refused("CONNECT", "a:80", &[]), 400);
        let fields = [("x", "y"); 101];
        assert_eq!(refused("GET", "http://a/", &fields), 431);
    }

    #[test]
    fn cookies_come_together() {
        let mut head = parts(
            "GET",
            "http://a/",
            &[("cookie", "a=1"), ("cookie", "b=2; c=3"), ("cookie", "d=4")],
        );
        assert!(translate(&mut head, 100).is_none());
        let cookies: Vec<_> = head.headers.get_all(COOKIE).iter().collect();
        assert_eq!(cookies, ["a=1; b=2; c=3; d=4"]);
        let many = [("cookie", "a=1"); 101];
        assert!(translate(&mut parts("GET", "http://a/", &many), 100).is_none());
    }
}
