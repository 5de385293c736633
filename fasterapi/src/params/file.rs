//! [`FileValue`]: what an argument with `#[file]` may be.

use bytes::Bytes;
use serde_json::Value;

use super::Param;
use super::form::{is_sent, take_form};
use crate::handler::Scope;
use crate::http::Errors;
use crate::model::{FileContent, Model};
use crate::request::UploadFile;

/// A type that an argument with `#[file]` may have.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be a file of a form",
    label = "not a type a file can be taken as",
    note = "take `UploadFile`, `Bytes` or `Vec<u8>`, an `Option` of one, or a `Vec` of them; a field that is no file has \
            `#[form]`"
)]
pub trait FileValue: Sized + Send + 'static {
    /// How it is read.
    #[doc(hidden)]
    type Model: Model;

    /// Whether the content is wanted in memory.
    #[doc(hidden)]
    const IN_MEMORY: bool;

    #[doc(hidden)]
    fn of(model: Self::Model) -> Self;

    /// How the document shows it as a default.
    #[doc(hidden)]
    fn shown(&self) -> Value;
}

/// The value of a file of the form. `None`: errors were recorded.
pub fn take_file<F: FileValue>(
    scope: &Scope,
    param: &'static Param,
    default: Option<fn() -> F>,
    errors: &mut Errors,
) -> Option<F> {
    match default {
        Some(default) if !is_sent(scope, param.wire, F::Model::LIST) => Some(default()),
        _ => take_form(scope, param, None, errors).map(F::of),
    }
}

impl FileValue for UploadFile {
    type Model = Self;
    const IN_MEMORY: bool = false;

    fn of(model: Self) -> Self {
        model
    }

    fn shown(&self) -> Value {
        Value::Null
    }
}

impl FileValue for Bytes {
    type Model = FileContent;
    const IN_MEMORY: bool = true;

    fn of(model: FileContent) -> Self {
        model.0
    }

    fn shown(&self) -> Value {
        String::from_utf8_lossy(self).into()
    }
}

impl FileValue for Vec<u8> {
    type Model = FileContent;
    const IN_MEMORY: bool = true;

    fn of(model: FileContent) -> Self {
        model.0.into()
    }

    fn shown(&self) -> Value {
        String::from_utf8_lossy(self).into()
    }
}

impl<F: FileValue> FileValue for Option<F> {
    type Model = Option<F::Model>;
    const IN_MEMORY: bool = F::IN_MEMORY;

    fn of(model: Self::Model) -> Self {
        model.map(F::of)
    }

    fn shown(&self) -> Value {
        self.as_ref().map_or(Value::Null, F::shown)
    }
}

impl<F: FileValue> FileValue for Vec<F> {
    type Model = Vec<F::Model>;
    const IN_MEMORY: bool = F::IN_MEMORY;

    fn of(model: Self::Model) -> Self {
        model.into_iter().map(F::of).collect()
    }

    fn shown(&self) -> Value {
        self.iter().map(F::shown).collect()
    }
}
