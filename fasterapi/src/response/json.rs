//! JSON answers, written in one buffer of the right size.

use bytes::Bytes;
use http::{HeaderValue, StatusCode, header};
use serde::Serialize;
use serde_json::Value;

use super::json_writer::to_vec;
use super::{Body, Headers, Response};
use crate::logging;

pub(crate) const JSON: HeaderValue = HeaderValue::from_static("application/json");

/// `value` as JSON in `headers`; `size_hint` is a guess at the length in bytes.
pub(crate) fn json_response(
    status: StatusCode,
    value: &impl Serialize,
    mut headers: Headers,
    size_hint: usize,
) -> Response {
    // a buffer that the answer fills becomes the body without an allocation more
    match to_vec(value, if size_hint == 0 { 128 } else { size_hint }) {
        Ok(json) => {
            // a type that the handler set stays; to look for one costs more than to insert
            if headers.is_empty() {
                headers.insert(header::CONTENT_TYPE, JSON);
            } else {
                headers.entry(header::CONTENT_TYPE).or_insert(JSON);
            }
            Response {
                status,
                headers,
                body: Body::from(Bytes::from(json)),
            }
        }
        Err(error) => {
            logging::error(format_args!("the answer could not be written as JSON: {error}"));
            internal_server_error()
        }
    }
}

/// `value` as JSON, without what `prune` takes out of it.
pub(crate) fn pruned_response(
    status: StatusCode,
    value: &impl Serialize,
    headers: Headers,
    prune: impl FnOnce(&mut Value),
) -> Response {
    match serde_json::to_value(value) {
        Ok(mut json) => {
            prune(&mut json);
            json_response(status, &json, headers, 0)
        }
        Err(error) => {
            logging::error(format_args!("the answer could not be written as JSON: {error}"));
            internal_server_error()
        }
    }
}

/// What a client sees of a failure inside the program.
pub(crate) fn internal_server_error() -> Response {
    super::types::text(
        StatusCode::INTERNAL_SERVER_ERROR,
        Bytes::from_static(b"Internal Server Error"),
        super::types::PLAIN,
        Headers::default(),
    )
}

/// 1xx, 204, 205 and 304 have no content (RFC 9110, sections 6.4.1 and 15).
pub(crate) fn forbids_body(status: StatusCode) -> bool {
    status.is_informational() || matches!(status.as_u16(), 204 | 205 | 304)
}

/// 200 with bytes that are JSON already.
pub(crate) fn json_bytes(bytes: Bytes) -> Response {
    let mut headers = Headers::default();
    headers.insert(header::CONTENT_TYPE, JSON);
    Response {
        status: StatusCode::OK,
        headers,
        body: Body::from(bytes),
    }
}
