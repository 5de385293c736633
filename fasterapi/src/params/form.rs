//! Taking fields of a form: single ones, lists, and models whose fields are fields of the form.

use std::borrow::Cow;

use serde_json::Value;

use super::group::{Received, Repeated};
use super::take::{absent, read_text};
use super::{Param, Source};
use crate::handler::Scope;
use crate::http::Errors;
use crate::model::{Model, Reader};
use crate::request::{FormData, FormValue};

/// The value of a field of the form. `None`: errors were recorded.
pub fn take_form<T: Model>(
    scope: &Scope,
    param: &'static Param,
    default: Option<fn() -> T>,
    errors: &mut Errors,
) -> Option<T> {
    if let Some(group) = &T::GROUP {
        let mut received = Received::new(group, false);
        for (name, value) in scope.form().into_iter().flat_map(FormData::iter) {
            received.add(Cow::Borrowed(name), described(value), Repeated::Last);
        }
        received.drop_blanks();
        return received.read(param, Source::Form, default, scope.form().cloned(), errors);
    }
    match find(scope, param.wire, T::LIST) {
        Found::Nothing => absent(param, Source::Form, default, errors),
        Found::Text(text) => read_text(text, param, Source::Form, errors),
        Found::Value(value) => {
            let mut reader = Reader::new(errors, vec!["body".into(), param.wire.into()]);
            reader.set_form(scope.form().cloned());
            T::read(&value, &param.constraints, &mut reader)
        }
    }
}

/// Whether something was sent for the field.
pub(super) fn is_sent(scope: &Scope, name: &str, list: bool) -> bool {
    !matches!(find(scope, name, list), Found::Nothing)
}

/// What was sent for a field.
enum Found<'f> {
    Nothing,
    Text(&'f str),
    Value(Value),
}

/// An empty text is what browsers send for a field that was not filled in: nothing.
fn find<'f>(scope: &'f Scope, name: &str, list: bool) -> Found<'f> {
    let Some(form) = scope.form() else {
        return Found::Nothing;
    };
    if list {
        let values: Vec<Value> = form.all(name).map(described).collect();
        return if values.is_empty() {
            Found::Nothing
        } else {
            Found::Value(values.into())
        };
    }
    match form.get(name) {
        None => Found::Nothing,
        Some(FormValue::Text(text)) if text.is_empty() => Found::Nothing,
        Some(FormValue::Text(text)) => Found::Text(text),
        Some(file) => Found::Value(described(file)),
    }
}

/// A field as a value; of a file, what errors tell of it. The file itself is found by its place in the form.
fn described(value: &FormValue) -> Value {
    match value {
        FormValue::Text(text) => Value::from(text.as_str()),
        FormValue::File(file) => file.description(),
    }
}
