//! Taking body arguments: the whole body for one of them, members of one object for several.

use serde_json::{Map, Value};

use super::Param;
use super::invalid_json::first_mistake;
use crate::handler::{BodyInput, Scope};
use crate::http::{ErrorDetail, Errors, HttpError};
use crate::model::{Model, Reader};
use crate::response::Abort;

/// The value of a body argument. `Ok(None)`: errors were recorded.
///
/// # Errors
/// [`Abort`] when the body is not JSON: the client gets that one error alone, before anything else runs.
pub fn take_body<T: Model>(
    scope: &mut Scope,
    param: &'static Param,
    default: Option<fn() -> T>,
    errors: &mut Errors,
) -> Result<Option<T>, Abort> {
    if scope.embeds_body() {
        return take_member(scope, param, default, errors);
    }
    let value = match scope.body_input() {
        BodyInput::Absent => return Ok(absent(param, false, default, errors)),
        BodyInput::Raw(bytes) => Value::String(String::from_utf8_lossy(bytes).into_owned()),
        BodyInput::Json(bytes) => {
            let constraints = &param.constraints;
            if !constraints.strict
                && !constraints.transforms()
                && let Some(value) = T::from_json(bytes, constraints)
            {
                return Ok(Some(value));
            }
            parse(bytes)?
        }
    };
    Ok(T::read(
        &value,
        &param.constraints,
        &mut Reader::new(errors, vec!["body".into()]),
    ))
}

fn take_member<T: Model>(
    scope: &mut Scope,
    param: &'static Param,
    default: Option<fn() -> T>,
    errors: &mut Errors,
) -> Result<Option<T>, Abort> {
    let members = scope.body_members(parse)?;
    Ok(match members.and_then(|members| members.get(param.wire)) {
        Some(value) => {
            let location = vec!["body".into(), param.wire.into()];
            T::read(value, &param.constraints, &mut Reader::new(errors, location))
        }
        None => absent(param, true, default, errors),
    })
}

fn absent<T: Model>(param: &'static Param, member: bool, default: Option<fn() -> T>, errors: &mut Errors) -> Option<T> {
    if let Some(default) = default {
        return Some(default());
    }
    if let (false, Some(value)) = (param.required, T::absent()) {
        return Some(value);
    }
    if member {
        Reader::new(errors, vec!["body".into()]).missing(param.wire, &Value::Null);
    } else {
        Reader::new(errors, Vec::new()).missing("body", &Value::Null);
    }
    None
}

/// JSON text as a value, a byte order mark in front of it or not. A syntax error ends the request with `json_invalid`.
fn parse(bytes: &[u8]) -> Result<Value, Abort> {
    let text = std::str::from_utf8(bytes).map_err(|_| HttpError::bad_request("There was an error parsing the body"))?;
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    serde_json::from_str(text).map_err(|error| {
        let (at, reason) = match first_mistake(text) {
            Some(mistake) => (mistake.at, mistake.reason.to_owned()),
            None => (offset(text, &error), reason(&error)),
        };
        let mut ctx = Map::new();
        ctx.insert("error".to_owned(), Value::String(reason));
        let mut errors = Errors::new();
        errors.push(ErrorDetail {
            kind: "json_invalid".into(),
            loc: vec!["body".into(), at.into()],
            msg: "JSON decode error".into(),
            input: Value::Object(Map::new()),
            ctx: Some(ctx),
        });
        Abort::unprocessable(errors, Some(bytes::Bytes::copy_from_slice(bytes)))
    })
}

/// The parser's words without the position, which `loc` gives.
fn reason(error: &serde_json::Error) -> String {
    let text = error.to_string();
    text.split(" at line ").next().unwrap_or_default().to_owned()
}

/// Where in the text the error is, in characters from its start.
fn offset(text: &str, error: &serde_json::Error) -> usize {
    let bytes = text.as_bytes();
    let line_start = match error.line() {
        0 | 1 => 0,
        line => memchr::memchr_iter(b'\n', bytes)
            .nth(line - 2)
            .map_or(0, |newline| newline + 1),
    };
    let end = (line_start + error.column().saturating_sub(1)).min(bytes.len());
    String::from_utf8_lossy(&bytes[..end]).chars().count()
}
