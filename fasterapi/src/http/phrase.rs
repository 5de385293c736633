//! The words of a status code, as Python's `http` module has them: clients of FastAPI have come to see those.

use http::StatusCode;

/// The reason phrase of a status code, if it has one.
pub(crate) fn phrase(status: StatusCode) -> Option<&'static str> {
    match status.as_u16() {
        203 => Some("Non-Authoritative Information"),
        413 => Some("Request Entity Too Large"),
        414 => Some("Request-URI Too Long"),
        416 => Some("Requested Range Not Satisfiable"),
        418 => Some("I'm a Teapot"),
        _ => status.canonical_reason(),
    }
}
