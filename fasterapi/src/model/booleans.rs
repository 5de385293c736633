//! `bool`.

use std::borrow::Cow;

use serde_json::Value;

use super::{Constraints, JsonSchema, Model, Place, Reader, Schema, Schemas, errors};

/// pydantic's words for true and false, in any case.
#[inline]
fn parse(text: &str) -> Option<bool> {
    const TRUE: [&str; 6] = ["true", "1", "on", "t", "yes", "y"];
    const FALSE: [&str; 6] = ["false", "0", "off", "f", "no", "n"];
    if TRUE.iter().any(|word| text.eq_ignore_ascii_case(word)) {
        Some(true)
    } else if FALSE.iter().any(|word| text.eq_ignore_ascii_case(word)) {
        Some(false)
    } else {
        None
    }
}

impl JsonSchema for bool {
    fn schema(_: &mut Schemas, _: &Constraints) -> Schema {
        Schema::of_type("boolean")
    }
}

impl Model for bool {
    const PLACE: Place = Place::Parameter;

    fn read(value: &Value, constraints: &Constraints, reader: &mut Reader<'_>) -> Option<Self> {
        let strict = reader.is_strict(constraints);
        let truth = match value {
            Value::Bool(truth) => return Some(*truth),
            Value::String(text) if !strict => parse(text),
            Value::Number(number) if !strict && number.as_f64().is_some_and(|number| number.fract() == 0.0) => {
                match number.as_f64() {
                    Some(0.0) => Some(false),
                    Some(1.0) => Some(true),
                    _ => None,
                }
            }
            _ => {
                errors::bool_type(reader, value);
                return None;
            }
        };
        reader.lax();
        if truth.is_none() {
            errors::bool_parsing(reader, value);
        }
        truth
    }

    #[inline]
    fn meets(&self, constraints: &Constraints) -> bool {
        !constraints.strict
    }

    #[inline]
    fn from_text(text: &str) -> Option<Self> {
        parse(text)
    }

    fn label(_: &Constraints) -> Cow<'static, str> {
        Cow::Borrowed("bool")
    }
}

#[cfg(test)]
mod tests {
    use crate::model::testing::{kind, read};
    use serde_json::json;

    #[test]
    fn words_and_numbers() {
        for yes in [json!(true), json!("YES"), json!("On"), json!("t"), json!(1), json!(1.0)] {
            assert_eq!(read::<bool>(yes), Ok(true));
        }
        for no in [json!(false), json!("n"), json!("OFF"), json!("0"), json!(0)] {
            assert_eq!(read::<bool>(no), Ok(false));
        }
        for parsing in [json!("maybe"), json!(""), json!(2), json!(" true")] {
            assert_eq!(kind::<bool>(parsing), "bool_parsing");
        }
        for kinds in [json!(1.5), json!(null), json!([])] {
            assert_eq!(kind::<bool>(kinds), "bool_type");
        }
    }
}
