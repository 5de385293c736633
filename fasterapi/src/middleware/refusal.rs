//! The answers of middleware that lets a request go no further.

use http::{HeaderMap, HeaderValue, StatusCode, header};

use crate::response::{Body, Response};

/// A line of plain text.
pub(super) fn refuse(status: StatusCode, text: &'static str) -> Response {
    let mut headers = HeaderMap::new();
    headers.insert(
        header::CONTENT_TYPE,
        HeaderValue::from_static("text/plain; charset=utf-8"),
    );
    Response {
        status,
        headers,
        body: Body::from(text),
    }
}
