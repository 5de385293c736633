//! [`AnyError`]: a failure inside the program, whatever its type.

use std::error::Error;
use std::fmt;

use crate::BoxError;

/// A failure inside the program, whatever its type: `?` makes it of any error, `anyhow::Error` too.
///
/// The client sees a 500 without a word about it, the log all of it. A function given to
/// [`App::error_handler`](crate::App::error_handler) that takes an `AnyError` answers for every error nobody else
/// answers for, panics among them.
///
/// ```
/// use fasterapi::prelude::*;
///
/// async fn last_resort(_: Request, _: AnyError) -> Response {
///     Response::json(&json!({"error": "ours, not yours"})).status(StatusCode::INTERNAL_SERVER_ERROR)
/// }
///
/// let app = App::new().error_handler(last_resort);
/// ```
pub struct AnyError(BoxError);

impl AnyError {
    /// The error inside, if it is an `E`.
    pub fn downcast_ref<E: Error + 'static>(&self) -> Option<&E> {
        self.0.downcast_ref()
    }

    /// The error inside.
    pub fn as_error(&self) -> &(dyn Error + Send + Sync + 'static) {
        &*self.0
    }

    /// The error inside, taken out.
    pub fn into_inner(self) -> BoxError {
        self.0
    }
}

impl<E: Into<BoxError>> From<E> for AnyError {
    fn from(error: E) -> Self {
        Self(error.into())
    }
}

impl fmt::Display for AnyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl fmt::Debug for AnyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}
