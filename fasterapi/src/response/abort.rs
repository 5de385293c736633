//! [`Abort`]: the end of a request before its handler ran, and [`IntoFailure`], the errors that have no answer of their own.

use super::failed::validation_response;
use super::{ErrorDescription, Respond, Responder, Response};
use crate::BoxError;
use crate::http::{Errors, RequestValidationError};

/// Ends a request early with this answer: an error of a dependency, a broken body.
#[derive(Debug)]
pub struct Abort(Box<Response>);

impl Abort {
    /// Answers with `response`.
    pub fn new(response: Response) -> Self {
        Self(Box::new(response))
    }

    /// 422 with these errors, of a request with this body.
    pub(crate) fn unprocessable(errors: Errors, body: Option<bytes::Bytes>) -> Self {
        Self::new(validation_response(RequestValidationError::new(errors, body)))
    }

    /// The answer.
    pub fn into_response(self) -> Response {
        *self.0
    }
}

impl<E: Responder> From<E> for Abort {
    fn from(error: E) -> Self {
        Self::new(error.respond(Respond::default()))
    }
}

/// An error that says nothing of HTTP: any `std::error::Error`, `anyhow::Error`, a box of one. It answers 500, or what
/// the app's handler for its type answers.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be the error of a handler or dependency",
    label = "neither an error nor a response",
    note = "put `#[derive(ApiError)]` on `{Self}`, implement `std::error::Error` for it, or return an `HttpError`"
)]
pub trait IntoFailure {
    /// The answer, with the error inside.
    fn into_failure(self) -> Response;
}

#[diagnostic::do_not_recommend]
impl<E: Into<BoxError>> IntoFailure for E {
    fn into_failure(self) -> Response {
        Response::error(self)
    }
}

/// What to do with an error of type `E`.
pub struct ErrorKind<E> {
    /// Makes its answer.
    pub fail: fn(E) -> Abort,
    /// Describes it.
    pub describe: fn(&mut Vec<ErrorDescription>),
}

impl<E> std::fmt::Debug for ErrorKind<E> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("ErrorKind")
    }
}

/// Finds out what kind of error `E` is: a response of its own, which the inherent function takes, or just an error,
/// which is left to [`AnyFailure`].
#[derive(Debug)]
pub struct ErrorOf<E>(std::marker::PhantomData<E>);

impl<E: Responder> ErrorOf<E> {
    /// It answers for itself.
    pub fn kind() -> ErrorKind<E> {
        ErrorKind {
            fail: Abort::from,
            describe: E::describe_errors,
        }
    }
}

/// Errors that do not answer for themselves.
pub trait AnyFailure<E> {
    /// It is an error like any other.
    fn kind() -> ErrorKind<E>
    where
        E: IntoFailure;
}

impl<E> AnyFailure<E> for ErrorOf<E> {
    fn kind() -> ErrorKind<E>
    where
        E: IntoFailure,
    {
        ErrorKind {
            fail: |error| Abort::new(error.into_failure()),
            describe: |_| {},
        }
    }
}

/// The sides of a `Result`, behind whatever alias.
pub trait Sides {
    /// The success.
    type Ok;
    /// The failure.
    type Err;
}

impl<T, E> Sides for Result<T, E> {
    type Ok = T;
    type Err = E;
}
