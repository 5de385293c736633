//! [`CheckOutcome`]: what a check may return.

use crate::BoxError;
use crate::http::AnyError;

/// What a function given to [`Health::check`](super::Health::check) may return: nothing, or a `Result<(), E>` of any error,
/// [`AnyError`] among them.
#[diagnostic::on_unimplemented(
    message = "a health check cannot return `{Self}`",
    label = "neither `()` nor a `Result<(), E>`"
)]
pub trait CheckOutcome {
    /// What is wrong, if anything is.
    #[doc(hidden)]
    fn into_result(self) -> Result<(), BoxError>;
}

impl CheckOutcome for () {
    fn into_result(self) -> Result<(), BoxError> {
        Ok(())
    }
}

impl<E: Into<AnyError>> CheckOutcome for Result<(), E> {
    fn into_result(self) -> Result<(), BoxError> {
        self.map_err(|error| error.into().into_inner())
    }
}
