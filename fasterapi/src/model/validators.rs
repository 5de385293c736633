//! Checks of the user's own: `validate = path` and `assert = path`.

use std::fmt::Display;

use serde_json::Value;

use super::{Reader, errors};

/// What a check of the user's refused, and as which error it is told.
#[derive(Debug)]
pub enum Refused {
    /// `value_error`
    Value(String),
    /// `assertion_error`
    Assertion(String),
}

impl Refused {
    pub(crate) fn record(&self, input: &Value, reader: &mut Reader<'_>) {
        match self {
            Self::Value(text) => errors::value_error(reader, input, text),
            Self::Assertion(text) => errors::assertion_error(reader, input, text),
        }
    }
}

/// The result of a `validate` function.
///
/// # Errors
/// [`Refused::Value`], when it refused.
pub fn value(result: Result<(), impl Display>) -> Result<(), Refused> {
    result.map_err(|error| Refused::Value(error.to_string()))
}

/// The result of an `assert` function.
///
/// # Errors
/// [`Refused::Assertion`], when it refused.
pub fn assertion(result: Result<(), impl Display>) -> Result<(), Refused> {
    result.map_err(|error| Refused::Assertion(error.to_string()))
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
