//! The laws themselves.

use fasterapi::model::{Constraints, Model};
use jsonschema::Validator;
use proptest::prelude::*;
use proptest::test_runner::TestCaseError;
use serde::Serialize;
use serde_json::Value;

use crate::{constraints::strict, read};

/// Why a value that the schema allows may be refused: what JSON Schema cannot say, or what FastAPI's does not.
const UNSAID: [&str; 20] = [
    // `u8` is "integer" to the schema, as `int` is: the end of the type is told by the error
    "less_than_equal",
    "greater_than_equal",
    "int_parsing_size",
    // `1.0` is an integer to JSON Schema, and so is `1e300`
    "int_from_float",
    // checks of the user's
    "value_error",
    "assertion_error",
    // texts whose `format` JSON Schema does not know, or takes more loosely
    "date_from_datetime_parsing",
    "datetime_from_date_parsing",
    "time_parsing",
    "time_delta_parsing",
    // their bounds are the framework's own, as in FastAPI
    "timezone_aware",
    "timezone_naive",
    "greater_than",
    "less_than",
    "ip_any_address",
    "ip_v6_address",
    "url_parsing",
    "url_scheme",
    "base64_decode",
    "decimal_parsing",
];

fn written<T: Serialize>(value: &T) -> Value {
    // 128 bits are too many for a `Value`
    serde_json::to_value(value)
        .or_else(|_| serde_json::to_string(value).map(Value::from))
        .expect("it can be written")
}

/// What the fast path accepts, the slow path accepts with the same value; what the slow path refuses, it explains.
///
/// # Errors
/// The law is broken.
pub fn agree<T: Model + Serialize>(value: &Value, constraints: &Constraints) -> Result<(), TestCaseError> {
    let slow = read::<T>(value, constraints);
    if let Some(fast) = T::from_json(value.to_string().as_bytes(), constraints) {
        prop_assert!(slow.is_ok(), "only the fast path accepts {value}: {:?}", slow.err());
        prop_assert_eq!(Some(written(&fast)), slow.as_ref().ok().map(written), "{}", value);
    }
    let Some(text) = value.as_str() else { return Ok(()) };
    let fast = T::from_text(text).filter(|fast| fast.meets(constraints) && fast.is_valid());
    if let Some(fast) = fast {
        prop_assert!(slow.is_ok(), "only the fast path accepts {text:?}: {:?}", slow.err());
        prop_assert_eq!(Some(written(&fast)), slow.as_ref().ok().map(written), "{}", text);
    }
    Ok(())
}

/// What the schema allows is accepted, but for what no schema can say; `unsaid` are types of errors that may stand
/// for it besides `UNSAID`. One of them is enough: a union tells what is wrong with each of its members.
///
/// # Errors
/// The law is broken.
pub fn described<T: Model>(
    schema: &Validator,
    value: &Value,
    constraints: &Constraints,
    unsaid: &[&str],
) -> Result<(), TestCaseError> {
    let allowed = schema.is_valid(value);
    if let (true, Err(kinds)) = (allowed, read::<T>(value, constraints)) {
        let known = |kind: &str| UNSAID.contains(&kind) || unsaid.contains(&kind);
        let unsaid = kinds.iter().any(|kind| known(kind)) || has_whole_float(value);
        prop_assert!(unsaid, "the schema allows {value}, but it is refused: {kinds:?}");
    }
    Ok(())
}

/// Whether there is a float without a fraction in it: an integer to JSON Schema, but not to a strict reader.
fn has_whole_float(value: &Value) -> bool {
    match value {
        Value::Number(number) => number.is_f64() && number.as_f64().is_some_and(|float| float.fract() == 0.0),
        Value::Array(items) => items.iter().any(has_whole_float),
        Value::Object(map) => map.values().any(has_whole_float),
        _ => false,
    }
}

/// What is accepted where nothing is converted, the schema allows. Lists and maps are left out: `strict` is about a
/// value, not about what is inside, and a set takes equal items.
///
/// # Errors
/// The law is broken.
pub fn strictly<T: Model>(schema: &Validator, value: &Value, constraints: &Constraints) -> Result<(), TestCaseError> {
    // a multiple of 0.1 is one within a tolerance, which JSON Schema does not have
    let tolerant = constraints.multiple_of.is_some() && value.is_f64();
    if !tolerant && !value.is_array() && !value.is_object() && read::<T>(value, &strict(constraints)).is_ok() {
        let wrong = schema.validate(value).map_err(|error| error.to_string());
        prop_assert!(
            wrong.is_ok(),
            "{value} is accepted, but the schema refuses it: {}",
            wrong.unwrap_err()
        );
    }
    Ok(())
}

/// What is written, the schema of the output allows; read again, the same is written.
///
/// # Errors
/// The law is broken.
pub fn round<T: Model + Serialize>(schema: &Validator, value: &Value) -> Result<(), TestCaseError> {
    let Ok(read_once) = read::<T>(value, &Constraints::NONE) else {
        return Ok(());
    };
    let once = written(&read_once);
    let wrong = schema.validate(&once).map_err(|error| error.to_string());
    prop_assert!(
        wrong.is_ok(),
        "{value} is written {once}, which its schema refuses: {}",
        wrong.unwrap_err()
    );
    let again = read::<T>(&once, &Constraints::NONE);
    prop_assert!(
        again.is_ok(),
        "{value} is written {once}, which is refused: {:?}",
        again.err()
    );
    prop_assert_eq!(again.as_ref().ok().map(written), Some(once));
    Ok(())
}
