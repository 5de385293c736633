//! [`HandledError`]: the types of error a handler may answer for.

use std::any::{Any, TypeId};
use std::error::Error;

use crate::http::{AnyError, Failure, HttpError, RequestValidationError, WebSocketException};

/// A type of error that a function given to [`App::error_handler`](crate::App::error_handler) may take: any
/// `std::error::Error`, [`HttpError`] and [`RequestValidationError`] among them, or [`AnyError`] for all that nobody
/// else takes.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no error a handler can answer for",
    label = "not a `std::error::Error`",
    note = "implement `std::error::Error` for it, or take an `AnyError`"
)]
pub trait HandledError: Sized + Send + 'static {
    /// Whether it stands for everything that nobody else takes.
    #[doc(hidden)]
    const ANY: bool = false;

    /// Whether the failure is of this type.
    #[doc(hidden)]
    fn fits(failure: &Failure) -> bool;

    /// Takes the error out of a failure that fits.
    #[doc(hidden)]
    fn take(failure: Failure) -> Option<Self>;
}

#[diagnostic::do_not_recommend]
impl<E: Error + Send + Sync + 'static> HandledError for E {
    fn fits(failure: &Failure) -> bool {
        match failure {
            Failure::Http(_) => TypeId::of::<E>() == TypeId::of::<HttpError>(),
            Failure::Validation(_) => TypeId::of::<E>() == TypeId::of::<RequestValidationError>(),
            Failure::Unexpected(error) => error.is::<E>(),
            Failure::Closed(_) => TypeId::of::<E>() == TypeId::of::<WebSocketException>(),
        }
    }

    fn take(failure: Failure) -> Option<Self> {
        match failure {
            Failure::Http(error) => cast(error),
            Failure::Validation(error) => cast(error),
            Failure::Unexpected(error) => error.take(),
            Failure::Closed(exception) => cast(exception),
        }
    }
}

impl HandledError for AnyError {
    const ANY: bool = true;

    fn fits(failure: &Failure) -> bool {
        matches!(failure, Failure::Unexpected(_))
    }

    fn take(failure: Failure) -> Option<Self> {
        match failure {
            Failure::Unexpected(error) => Some(error.tell()),
            Failure::Http(_) | Failure::Validation(_) | Failure::Closed(_) => None,
        }
    }
}

/// The same value under the type it has.
fn cast<A: 'static, B: 'static>(value: A) -> Option<B> {
    let mut value = Some(value);
    (&mut value as &mut dyn Any).downcast_mut::<Option<B>>()?.take()
}
