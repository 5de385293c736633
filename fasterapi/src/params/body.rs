//! Taking body arguments: the whole body for one of them, members of one object for several.

use serde_json::Value;

use super::Param;
use crate::handler::{BodyInput, Scope};
use crate::http::{Errors, HttpError};
use crate::model::{Constraints, Model, Reader};
use crate::request::{NotJson, parse_json};
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
            if let Some(value) = read_fast(bytes, &param.constraints) {
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

/// What serde reads, where that is what the model would.
#[inline]
fn read_fast<T: Model>(text: &[u8], constraints: &Constraints) -> Option<T> {
    if constraints.strict || constraints.transforms() {
        return None;
    }
    T::from_json(text, constraints)
}

fn take_member<T: Model>(
    scope: &mut Scope,
    param: &'static Param,
    default: Option<fn() -> T>,
    errors: &mut Errors,
) -> Result<Option<T>, Abort> {
    match scope.body_part(param.wire) {
        Some(Some(part)) => {
            if let Some(value) = read_fast(part, &param.constraints) {
                return Ok(Some(value));
            }
        }
        Some(None) => return Ok(absent(param, true, default, errors)),
        None => {}
    }
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

/// JSON text as a value. A syntax error ends the request with `json_invalid`.
fn parse(bytes: &[u8]) -> Result<Value, Abort> {
    parse_json(bytes).map_err(|error| match error {
        NotJson::NotText => HttpError::bad_request("There was an error parsing the body").into(),
        NotJson::Syntax(detail) => {
            let mut errors = Errors::new();
            errors.push(*detail);
            Abort::unprocessable(errors, Some(bytes::Bytes::copy_from_slice(bytes)))
        }
    })
}
