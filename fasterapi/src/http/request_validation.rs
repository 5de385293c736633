//! [`RequestValidationError`]: a request that does not fit, as a handler for such errors sees it.

use std::fmt;

use bytes::Bytes;
use serde_json::Value;

use super::{ErrorDetail, Errors};

/// Everything that is wrong with a request: FastAPI's `RequestValidationError`.
///
/// [`App::error_handler`](crate::App::error_handler) gives it to the function that answers instead of the usual 422.
#[derive(Debug, Clone)]
pub struct RequestValidationError {
    errors: Errors,
    body: Option<Bytes>,
}

impl RequestValidationError {
    /// These errors, of a request with this body.
    pub(crate) fn new(errors: Errors, body: Option<Bytes>) -> Self {
        Self { errors, body }
    }

    /// The errors in FastAPI's order.
    pub fn errors(&self) -> &[ErrorDetail] {
        self.errors.as_slice()
    }

    /// The body as JSON; as text when it is none, `null` when there was no body, or none that a handler asked for.
    pub fn body(&self) -> Value {
        match &self.body {
            None => Value::Null,
            Some(bytes) if bytes.is_empty() => Value::Null,
            Some(bytes) => {
                let json = serde_json::from_slice(bytes);
                json.unwrap_or_else(|_| Value::String(String::from_utf8_lossy(bytes).into_owned()))
            }
        }
    }
}

impl fmt::Display for RequestValidationError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} validation errors", self.errors.len())
    }
}

impl std::error::Error for RequestValidationError {}
