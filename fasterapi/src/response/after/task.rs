//! [`TaskOutput`]: what a task gives.

use crate::BoxError;

/// What a task gives: nothing, or an error for the log.
#[diagnostic::on_unimplemented(
    message = "a task cannot give `{Self}`",
    label = "neither `()` nor a `Result<(), E>`",
    note = "end it with `;`, or return `Ok(())`"
)]
pub trait TaskOutput {
    /// The error, if there is one.
    ///
    /// # Errors
    /// The task's own.
    fn into_result(self) -> Result<(), BoxError>;
}

impl TaskOutput for () {
    fn into_result(self) -> Result<(), BoxError> {
        Ok(())
    }
}

impl<E: Into<BoxError>> TaskOutput for Result<(), E> {
    fn into_result(self) -> Result<(), BoxError> {
        self.map_err(Into::into)
    }
}
