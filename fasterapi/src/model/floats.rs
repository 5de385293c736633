//! `f32` and `f64`.

use std::borrow::Cow;
use std::cmp::Ordering;

use serde_json::Value;

use super::errors::{self, Bound};
use super::{Constraints, JsonSchema, Model, Number, Place, Reader, Schema, Schemas, bounds, bounds::Bounded};

/// Whether `float` is a multiple of `step`, with pydantic's tolerance.
#[inline]
pub(crate) fn is_multiple(float: f64, step: f64) -> bool {
    let rest = (float % step).abs();
    let threshold = float.abs() / 1e9;
    rest <= threshold || (rest - step).abs() <= threshold
}

impl Bounded for f64 {
    const FLOAT: bool = true;

    #[inline]
    fn compare(&self, bound: Number) -> Option<Ordering> {
        match bound {
            Number::Int(bound) => self.partial_cmp(&(bound as f64)),
            Number::Float(bound) => self.partial_cmp(&bound),
            Number::Text(bound) => self.partial_cmp(&bound.parse().ok()?),
        }
    }

    #[inline]
    fn is_multiple_of(&self, step: Number) -> bool {
        match step {
            Number::Int(step) => is_multiple(*self, step as f64),
            Number::Float(step) => is_multiple(*self, step),
            Number::Text(_) => false,
        }
    }
}

/// The number in `value`, as pydantic finds one.
fn float(value: &Value, strict: bool, reader: &mut Reader<'_>) -> Option<f64> {
    match value {
        Value::Number(number) => {
            if !number.is_f64() {
                reader.inexact();
            }
            number.as_f64()
        }
        Value::String(text) if !strict => {
            reader.lax();
            let number = parse(text);
            if number.is_none() {
                errors::float_parsing(reader, value);
            }
            number
        }
        Value::Bool(truth) if !strict => {
            reader.lax();
            Some(f64::from(u8::from(*truth)))
        }
        _ => {
            errors::float_type(reader, value);
            None
        }
    }
}

/// Python's `float(text)`: white space around, `_` between digits, `inf` and `nan`.
fn parse(text: &str) -> Option<f64> {
    let text = text.trim();
    if !text.contains('_') {
        return text.parse().ok();
    }
    let bytes = text.as_bytes();
    let digit = |index: usize| bytes.get(index).is_some_and(u8::is_ascii_digit);
    let between_digits = bytes
        .iter()
        .enumerate()
        .all(|(at, byte)| *byte != b'_' || (at > 0 && digit(at - 1) && digit(at + 1)));
    if between_digits {
        text.replace('_', "").parse().ok()
    } else {
        None
    }
}

macro_rules! floats {
    ($($float:ident $fits:expr),*) => {$(
        impl JsonSchema for $float {
            fn schema(schemas: &mut Schemas, constraints: &Constraints) -> Schema {
                bounds::describe(schemas, Schema::of_type("number"), constraints)
            }
        }

        impl Model for $float {
            const PLACE: Place = Place::Parameter;

            fn read(value: &Value, constraints: &Constraints, reader: &mut Reader<'_>) -> Option<Self> {
                let wide = float(value, reader.is_strict(constraints), reader)?;
                let number = wide as $float;
                if number.is_infinite() && wide.is_finite() {
                    let (which, end) = match wide {
                        0.0.. => (Bound::LessEqual, $float::MAX),
                        _ => (Bound::GreaterEqual, $float::MIN),
                    };
                    errors::out_of_bounds(reader, value, which, &format!("{end:e}"), end.into());
                    return None;
                }
                if constraints.allow_inf_nan == Some(false) && !number.is_finite() {
                    errors::finite_number(reader, value);
                    return None;
                }
                bounds::explain(&f64::from(number), constraints, value, reader).then_some(number)
            }

            #[inline]
            fn meets(&self, constraints: &Constraints) -> bool {
                !constraints.strict
                    && self.is_valid()
                    && (constraints.allow_inf_nan != Some(false) || self.is_finite())
                    && bounds::within(&f64::from(*self), constraints)
            }

            #[inline]
            fn is_valid(&self) -> bool {
                let fits: fn(&Self) -> bool = $fits;
                fits(self)
            }

            #[inline]
            fn from_text(text: &str) -> Option<Self> {
                text.parse::<f64>().ok().map(|number| number as $float)
            }

            fn label(constraints: &Constraints) -> Cow<'static, str> {
                Cow::Borrowed(if bounds::any(constraints) { "constrained-float" } else { "float" })
            }
        }
    )*};
}

// an infinity on the fast path may have been a number that `f32` has no room for: `read` can tell
floats!(f32 | float | float.is_finite(), f64 | _ | true);

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::testing::{kind, read};
    use serde_json::json;

    #[test]
    fn texts_are_read_as_python_reads_them() {
        for (text, number) in [
            ("1e3", 1000.0),
            (" 2.50 ", 2.5),
            ("+.5", 0.5),
            ("1_000.5", 1000.5),
            ("-3", -3.0),
        ] {
            assert_eq!(read::<f64>(json!(text)), Ok(number), "{text}");
        }
        assert_eq!(read::<f64>(json!("inf")), Ok(f64::INFINITY));
        assert!(read::<f64>(json!("NaN")).unwrap().is_nan());
        for text in ["", "1,5", "1__0", "_1", "abc", "1_.5"] {
            assert_eq!(kind::<f64>(json!(text)), "float_parsing", "{text}");
        }
    }

    #[test]
    fn a_number_beyond_the_type_is_not_infinite() {
        assert_eq!(kind::<f32>(json!(3.5e38)), "less_than_equal");
        assert_eq!(kind::<Vec<f32>>(json!([1, "-1e39"])), "greater_than_equal");
        assert_eq!(read::<f32>(json!(3.4e38)), Ok(3.4e38));
        assert_eq!(read::<f32>(json!("-inf")), Ok(f32::NEG_INFINITY));
        assert!(<Vec<f32> as Model>::from_json(b"[1e39]", &Constraints::NONE).is_none());
        assert_eq!(kind::<f64>(json!("1e309x")), "float_parsing");
    }

    #[test]
    fn multiples_are_tolerant_of_rounding() {
        assert!(super::is_multiple(0.3, 0.1));
        assert!(!super::is_multiple(0.3, 0.5));
        assert!(super::is_multiple(0.0, 0.5));
    }
}
