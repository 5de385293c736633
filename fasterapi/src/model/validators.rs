//! Functions of the user's own: `validate = path`, `assert = path`, `before = path`, `after = path`.

use std::fmt::Display;

use serde_json::Value;

use super::{CustomError, Reader, errors};

/// What a check of the user's refused, and as which error it is told.
#[derive(Debug)]
pub enum Refused {
    /// `value_error`
    Value(String),
    /// `assertion_error`
    Assertion(String),
    /// A type of the user's
    Custom(CustomError),
}

impl Refused {
    pub(crate) fn record(&self, input: &Value, reader: &mut Reader<'_>) {
        match self {
            Self::Value(text) => errors::value_error(reader, input, text),
            Self::Assertion(text) => errors::assertion_error(reader, input, text),
            Self::Custom(error) => {
                let ctx = (!error.ctx.is_empty()).then(|| error.ctx.clone());
                reader.error(error.kind.clone(), error.to_string(), input, ctx);
            }
        }
    }
}

/// What a check returns: anything else is a mistake, which the compiler tells here.
///
/// # Errors
/// That of the check.
#[inline]
pub fn outcome<T, E>(result: Result<T, E>) -> Result<T, E> {
    result
}

/// Sends a value through a function that gives back one of the same type.
///
/// # Errors
/// That of the function.
pub fn step<T, E>(value: T, function: fn(T) -> Result<T, E>) -> Result<T, E> {
    function(value)
}

/// The error of a function of the user's.
#[derive(Debug)]
pub struct Told<E>(pub E);

/// An error that brings its type along. Tried before [`OfAnyKind`], which needs one more reference.
pub trait OfItsOwnKind {
    /// The error as it is told.
    fn refused(&self, assertion: bool) -> Refused;
}

impl OfItsOwnKind for Told<CustomError> {
    fn refused(&self, _: bool) -> Refused {
        Refused::Custom(self.0.clone())
    }
}

/// An error that is only a text.
pub trait OfAnyKind {
    /// The error as it is told: of an `assert` function, or of any other.
    fn refused(&self, assertion: bool) -> Refused;
}

impl<E: Display> OfAnyKind for &Told<E> {
    fn refused(&self, assertion: bool) -> Refused {
        let text = self.0.to_string();
        if assertion {
            Refused::Assertion(text)
        } else {
            Refused::Value(text)
        }
    }
}

/// Reads a value that functions of the user's change: `before` what was sent, `after` what was read.
pub fn stepped<T>(
    value: &Value,
    reader: &mut Reader<'_>,
    before: impl FnOnce(Value) -> Result<Value, Refused>,
    read: impl FnOnce(&Value, &mut Reader<'_>) -> Option<T>,
    after: impl FnOnce(T) -> Result<T, Refused>,
) -> Option<T> {
    let prepared = before(value.clone())
        .map_err(|refused| refused.record(value, reader))
        .ok()?;
    let taken = read(&prepared, reader)?;
    after(taken).map_err(|refused| refused.record(&prepared, reader)).ok()
}

/// Runs the checks of a whole model.
pub fn validated<T>(
    model: T,
    input: &Value,
    reader: &mut Reader<'_>,
    check: impl FnOnce(&T) -> Result<(), Refused>,
) -> Option<T> {
    match check(&model) {
        Ok(()) => Some(model),
        Err(refused) => {
            refused.record(input, reader);
            None
        }
    }
}
