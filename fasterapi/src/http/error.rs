//! [`HttpError`]: an answer other than success, as a value.

use std::fmt;

use http::{HeaderMap, HeaderName, HeaderValue, StatusCode};
use serde::Serialize;
use serde_json::Value;

use super::phrase;
use crate::logging;

/// An error answer: a status code, a `detail` that becomes `{"detail": …}`, and headers.
///
/// Handlers, dependencies and middleware return it; it is FastAPI's `HTTPException`.
///
/// ```
/// use fasterapi::{HttpError, StatusCode};
///
/// let error = HttpError::new(StatusCode::NOT_FOUND, "No such item").header("x-hint", "try 5");
/// assert_eq!(error.status(), 404);
/// assert_eq!(error.detail(), "No such item");
/// ```
#[derive(Debug, Clone)]
pub struct HttpError(Box<Inner>);

/// Boxed, so that a `Result` with it stays small.
#[derive(Debug, Clone)]
struct Inner {
    status: StatusCode,
    detail: Value,
    headers: HeaderMap,
}

impl HttpError {
    /// An error with this status and any serializable detail; one that is `null`, or cannot be serialized, becomes the
    /// status' reason phrase.
    pub fn new(status: StatusCode, detail: impl Serialize) -> Self {
        let detail = match serde_json::to_value(detail) {
            Ok(Value::Null) | Err(_) => phrase(status).unwrap_or("Unknown Error").into(),
            Ok(detail) => detail,
        };
        let headers = HeaderMap::new();
        Self(Box::new(Inner {
            status,
            detail,
            headers,
        }))
    }

    /// An error whose detail is the status' reason phrase, such as "Not Found".
    pub fn status_only(status: StatusCode) -> Self {
        Self::new(status, Value::Null)
    }

    /// 400 with this detail.
    pub fn bad_request(detail: impl Serialize) -> Self {
        Self::new(StatusCode::BAD_REQUEST, detail)
    }

    /// 401 with this detail.
    pub fn unauthorized(detail: impl Serialize) -> Self {
        Self::new(StatusCode::UNAUTHORIZED, detail)
    }

    /// 403 with this detail.
    pub fn forbidden(detail: impl Serialize) -> Self {
        Self::new(StatusCode::FORBIDDEN, detail)
    }

    /// 404 with this detail.
    pub fn not_found(detail: impl Serialize) -> Self {
        Self::new(StatusCode::NOT_FOUND, detail)
    }

    /// 409 with this detail.
    pub fn conflict(detail: impl Serialize) -> Self {
        Self::new(StatusCode::CONFLICT, detail)
    }

    /// 413, for a body that is longer than may be.
    pub(crate) fn too_large() -> Self {
        Self::new(StatusCode::PAYLOAD_TOO_LARGE, "Content Too Large")
    }

    /// Adds a header to the answer. A name or value that HTTP does not allow is left out.
    #[must_use]
    pub fn header<N, V>(mut self, name: N, value: V) -> Self
    where
        N: TryInto<HeaderName>,
        V: TryInto<HeaderValue>,
    {
        if let (Ok(name), Ok(value)) = (name.try_into(), value.try_into()) {
            self.0.headers.append(name, value);
        }
        self
    }

    /// The status code of the answer.
    pub fn status(&self) -> StatusCode {
        self.0.status
    }

    /// What the client reads under `detail`.
    pub fn detail(&self) -> &Value {
        &self.0.detail
    }

    /// The headers added to the answer.
    pub fn headers(&self) -> &HeaderMap {
        &self.0.headers
    }
}

impl fmt::Display for HttpError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0.detail {
            Value::String(text) => write!(f, "{}: {text}", self.0.status),
            detail => write!(f, "{}: {detail}", self.0.status),
        }
    }
}

impl std::error::Error for HttpError {}

/// 500 for the client; the log says what failed.
impl From<std::io::Error> for HttpError {
    fn from(error: std::io::Error) -> Self {
        logging::error(error);
        Self::status_only(StatusCode::INTERNAL_SERVER_ERROR)
    }
}
