//! Taking a parameter's value out of the path, query, headers or cookies.

use std::borrow::Cow;

use serde_json::Value;

use super::group::take_group;
use super::{Param, Source};
use crate::handler::Scope;
use crate::http::{Errors, find_header};
use crate::model::{Model, Reader};
use crate::request::{NO_CAPTURE, Request, cookies, pairs, text_of};

/// The value of a path, query, header or cookie parameter. `None`: errors were recorded.
pub fn take_param<T: Model>(
    scope: &Scope,
    param: &'static Param,
    slot: usize,
    default: Option<fn() -> T>,
    errors: &mut Errors,
) -> Option<T> {
    let (source, capture) = match param.source {
        source @ (Source::Path | Source::PathOrQuery) => match scope.capture_of(slot) {
            NO_CAPTURE => (source, NO_CAPTURE),
            capture => (Source::Path, capture),
        },
        source => (source, NO_CAPTURE),
    };
    let request = scope.request();
    if let Some(group) = &T::GROUP
        && source != Source::Path
    {
        return take_group(group, request, param, source, default, errors);
    }
    if T::LIST && source != Source::Path {
        return take_list(request, param, source, default, errors);
    }
    match find(request, param, source, capture) {
        Some(text) => read_text(&text, param, source, errors),
        None => absent(param, source, default, errors),
    }
}

#[inline]
fn find<'r>(request: &'r Request, param: &Param, source: Source, capture: u8) -> Option<Cow<'r, str>> {
    match source {
        Source::Path => request.capture(usize::from(capture)).map(Cow::Borrowed),
        Source::Header => find_header(request.headers(), param.header?).map(text_of),
        Source::Cookie => cookies::find(request.headers(), param.wire),
        Source::PathOrQuery | Source::Query => request.query_value(param.wire),
        Source::Body | Source::Form | Source::File => None,
    }
}

pub(super) fn read_text<T: Model>(text: &str, param: &'static Param, source: Source, errors: &mut Errors) -> Option<T> {
    let constraints = &param.constraints;
    if !constraints.strict
        && !constraints.transforms()
        && let Some(value) = T::from_text(text).filter(|value| value.meets(constraints) && value.is_valid())
    {
        return Some(value);
    }
    explain(&Value::String(text.to_owned()), param, source, errors)
}

#[cold]
fn explain<T: Model>(value: &Value, param: &'static Param, source: Source, errors: &mut Errors) -> Option<T> {
    let location = vec![source.name().into(), param.wire.into()];
    T::read(value, &param.constraints, &mut Reader::new(errors, location))
}

/// Every value of a repeated key; a key that was not sent is absent, not empty.
fn take_list<T: Model>(
    request: &Request,
    param: &'static Param,
    source: Source,
    default: Option<fn() -> T>,
    errors: &mut Errors,
) -> Option<T> {
    let values: Vec<Value> = match source {
        Source::Header => match param.header {
            Some(name) => request
                .headers()
                .get_all(name)
                .iter()
                .map(|value| text_of(value).into())
                .collect(),
            None => Vec::new(),
        },
        Source::Cookie => cookies::find(request.headers(), param.wire)
            .map(Value::from)
            .into_iter()
            .collect(),
        _ => {
            let query = request.uri().query().unwrap_or("");
            pairs(query)
                .filter(|(key, _)| key == param.wire)
                .map(|(_, value)| value.into())
                .collect()
        }
    };
    if values.is_empty() {
        return absent(param, source, default, errors);
    }
    explain(&Value::Array(values), param, source, errors)
}

/// What stands for a value that was not sent: the default, `None` of an `Option`, or the error `missing`.
pub(super) fn absent<T: Model>(
    param: &'static Param,
    source: Source,
    default: Option<fn() -> T>,
    errors: &mut Errors,
) -> Option<T> {
    if let Some(default) = default {
        return Some(default());
    }
    if let (false, Some(value)) = (param.required, T::absent()) {
        return Some(value);
    }
    Reader::new(errors, vec![source.name().into()]).missing(param.wire, &Value::Null);
    None
}
