//! [`DependencyOutput`]: a dependency that may fail.

use crate::response::{Abort, Responder};

/// What a dependency that may fail returns: the value, or an answer that ends the request.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be what a dependency returns",
    label = "the error side is not a response",
    note = "return `Result<T, HttpError>`, or any error type that is a `Responder`"
)]
pub trait DependencyOutput {
    /// The value.
    type Output: Send + 'static;

    /// The value, or the end of the request.
    ///
    /// # Errors
    /// The answer that the error makes.
    fn finish(self) -> Result<Option<Self::Output>, Abort>;
}

impl<T: Send + 'static, E: Responder> DependencyOutput for Result<T, E> {
    type Output = T;

    fn finish(self) -> Result<Option<T>, Abort> {
        self.map(Some).map_err(Abort::from)
    }
}
