//! The answers for paths and methods that no route takes.

use http::{HeaderMap, HeaderValue, Method, StatusCode, header};

use super::allow;
use crate::http::HttpError;
use crate::request::{Request, Url};
use crate::response::{Body, Response, error_response};

/// 404 `{"detail":"Not Found"}` (`ROUTE-23`).
pub(crate) fn not_found() -> Response {
    error_response(HttpError::status_only(StatusCode::NOT_FOUND))
}

/// 405 with the methods of all routes of the path (`ROUTE-24`).
pub(crate) fn method_not_allowed(methods: &[Method]) -> Response {
    let error = HttpError::status_only(StatusCode::METHOD_NOT_ALLOWED);
    error_response(error.header(header::ALLOW, allow(methods)))
}

/// 400 for a request whose `Host` is none (`REQ-15`; RFC 9112, section 3.2).
pub(crate) fn invalid_host() -> Response {
    let mut headers = HeaderMap::new();
    headers.insert(
        header::CONTENT_TYPE,
        HeaderValue::from_static("text/plain; charset=utf-8"),
    );
    Response {
        status: StatusCode::BAD_REQUEST,
        headers: headers.into(),
        body: Body::from("Invalid host header"),
    }
}

/// 307 to the path with a slash more or without its slashes at the end, when something takes (`knows`) that one (`APP-18`). The
/// address is absolute and keeps the root path, so that it is right for a client in front of a proxy.
pub(crate) fn slash_redirect(request: &Request, knows: impl Fn(&str) -> bool) -> Option<Response> {
    let path = request.route_path();
    if path == "/" || (path.is_empty() && request.consumed() == 0) {
        return None;
    }
    let other = match path.strip_suffix('/') {
        Some(_) => path.trim_end_matches('/').to_owned(),
        None => format!("{path}/"),
    };
    if other.is_empty() || !knows(&other) {
        return None;
    }
    let raw = request.outer_path();
    let raw = if path.ends_with('/') {
        without_slashes(&raw).to_owned()
    } else {
        format!("{raw}/")
    };
    let query = request
        .uri()
        .query()
        .filter(|query| !query.is_empty())
        .map(str::to_owned);
    let url = Url::new(request.scheme(), request.authority().to_owned(), raw, query);
    let mut headers = HeaderMap::new();
    headers.insert(header::LOCATION, HeaderValue::from_str(&url.to_string()).ok()?);
    Some(Response {
        status: StatusCode::TEMPORARY_REDIRECT,
        headers: headers.into(),
        body: Body::empty(),
    })
}

/// An encoded path without the slashes at its end, encoded ones among them.
fn without_slashes(mut path: &str) -> &str {
    while let Some(rest) = ["/", "%2F", "%2f"].iter().find_map(|slash| path.strip_suffix(slash)) {
        path = rest;
    }
    path
}
