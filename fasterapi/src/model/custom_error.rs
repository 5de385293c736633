//! [`CustomError`]: what a check refuses, under a name of its own.

use std::borrow::Cow;
use std::fmt;

use serde_json::{Map, Value};

/// An error of a `validate`, `assert`, `before` or `after` function that clients know by its own `type`: pydantic's
/// `PydanticCustomError`. Any other error is told as `value_error` or `assertion_error`.
///
/// ```
/// use fasterapi::model::CustomError;
///
/// fn one(number: &i64) -> Result<(), CustomError> {
///     match number {
///         1 => Ok(()),
///         other => Err(CustomError::new("not_one", "wanted {wanted}, got {got}").with("wanted", 1).with("got", *other)),
///     }
/// }
///
/// assert_eq!(one(&3).unwrap_err().to_string(), "wanted 1, got 3");
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct CustomError {
    pub(super) kind: Cow<'static, str>,
    template: Cow<'static, str>,
    pub(super) ctx: Map<String, Value>,
}

impl CustomError {
    /// An error of the type `kind`; names in braces in `template` stand for the values of [`with`](Self::with).
    pub fn new(kind: impl Into<Cow<'static, str>>, template: impl Into<Cow<'static, str>>) -> Self {
        Self {
            kind: kind.into(),
            template: template.into(),
            ctx: Map::new(),
        }
    }

    /// A value of the error's `ctx`.
    #[must_use]
    pub fn with(mut self, name: impl Into<String>, value: impl Into<Value>) -> Self {
        self.ctx.insert(name.into(), value.into());
        self
    }
}

impl fmt::Display for CustomError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut rest = &*self.template;
        while let Some((before, name, after)) = braces(rest) {
            f.write_str(before)?;
            match self.ctx.get(name) {
                Some(Value::String(text)) => f.write_str(text)?,
                Some(value) => write!(f, "{value}")?,
                None => write!(f, "{{{name}}}")?,
            }
            rest = after;
        }
        f.write_str(rest)
    }
}

/// What stands before, between and after the first braces.
fn braces(text: &str) -> Option<(&str, &str, &str)> {
    let (before, rest) = text.split_once('{')?;
    let (name, after) = rest.split_once('}')?;
    Some((before, name, after))
}

impl std::error::Error for CustomError {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_in_braces_are_filled_in() {
        let error = CustomError::new("k", "{a} and {b} but not {c} nor {")
            .with("a", "x")
            .with("b", 2);
        assert_eq!(error.to_string(), "x and 2 but not {c} nor {");
    }
}
