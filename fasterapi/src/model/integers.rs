//! Integers of every width, and the unsigned `NonZero` ones.

use std::borrow::Cow;
use std::cmp::Ordering;
use std::num::NonZero;

use serde_json::Value;

use super::errors::{self, Bound};
use super::{Constraints, JsonSchema, Model, Number, Place, Reader, Schema, Schemas, bounds, bounds::Bounded};

/// An integer wider than any type: what was read, before it is known to fit.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Wide {
    negative: bool,
    magnitude: u128,
}

impl Wide {
    fn to_f64(self) -> f64 {
        let magnitude = self.magnitude as f64;
        if self.negative { -magnitude } else { magnitude }
    }
}

impl From<i64> for Wide {
    fn from(value: i64) -> Self {
        Self {
            negative: value < 0,
            magnitude: value.unsigned_abs().into(),
        }
    }
}

impl Bounded for Wide {
    const FLOAT: bool = false;

    fn compare(&self, bound: Number) -> Option<Ordering> {
        match bound {
            Number::Int(bound) => {
                let bound = Self::from(bound);
                Some(match (self.negative, bound.negative) {
                    (false, true) => Ordering::Greater,
                    (true, false) => Ordering::Less,
                    (false, false) => self.magnitude.cmp(&bound.magnitude),
                    (true, true) => bound.magnitude.cmp(&self.magnitude),
                })
            }
            Number::Float(bound) => self.to_f64().partial_cmp(&bound),
            Number::Text(bound) => self.to_f64().partial_cmp(&bound.parse().ok()?),
        }
    }

    fn is_multiple_of(&self, step: Number) -> bool {
        match step {
            Number::Int(step) => self.magnitude.is_multiple_of(step.unsigned_abs().into()),
            Number::Float(step) => super::floats::is_multiple(self.to_f64(), step),
            Number::Text(_) => false,
        }
    }
}

/// The integer in `value`, as pydantic finds one.
fn wide(value: &Value, strict: bool, reader: &mut Reader<'_>) -> Option<Wide> {
    match value {
        Value::Number(number) => {
            if let Some(int) = number.as_i64() {
                return Some(int.into());
            }
            if let Some(int) = number.as_u64() {
                return Some(Wide {
                    negative: false,
                    magnitude: int.into(),
                });
            }
            match number.as_f64() {
                Some(float) if !strict => from_float(float, value, reader),
                _ => {
                    errors::int_type(reader, value);
                    None
                }
            }
        }
        Value::String(text) if !strict => {
            reader.lax();
            match parse(text) {
                Ok(int) => Some(int),
                Err(Unparsed::Malformed) => {
                    errors::int_parsing(reader, value);
                    None
                }
                Err(Unparsed::TooLong) => {
                    errors::int_parsing_size(reader, value);
                    None
                }
            }
        }
        Value::Bool(truth) if !strict => {
            reader.lax();
            Some(i64::from(*truth).into())
        }
        _ => {
            errors::int_type(reader, value);
            None
        }
    }
}

fn from_float(float: f64, value: &Value, reader: &mut Reader<'_>) -> Option<Wide> {
    reader.lax();
    if float.fract() != 0.0 {
        errors::int_from_float(reader, value);
        None
    } else if float > i64::MIN as f64 && float < i64::MAX as f64 {
        Some((float as i64).into())
    } else {
        errors::int_parsing_size(reader, value);
        None
    }
}

enum Unparsed {
    Malformed,
    TooLong,
}

/// Python's `int(text)`, and `"3.0"` besides: white space around, a sign, `_` between digits.
fn parse(text: &str) -> Result<Wide, Unparsed> {
    let text = text.trim();
    let (negative, digits) = match text.as_bytes() {
        [b'-', digits @ ..] => (true, digits),
        [b'+', digits @ ..] | digits => (false, digits),
    };
    if digits.len() > 4300 && digits.iter().all(u8::is_ascii_digit) {
        return Err(Unparsed::TooLong);
    }
    let mut magnitude: Option<u128> = Some(0);
    let mut after_digit = false;
    let mut rest = digits.iter();
    while let Some(byte) = rest.next() {
        match byte {
            b'0'..=b'9' => {
                let digit = u128::from(byte - b'0');
                magnitude = magnitude.and_then(|sum| sum.checked_mul(10)?.checked_add(digit));
                after_digit = true;
            }
            b'_' if after_digit => after_digit = false,
            b'.' if after_digit && rest.as_slice().iter().all(|byte| *byte == b'0') => break,
            _ => return Err(Unparsed::Malformed),
        }
    }
    if !after_digit {
        return Err(Unparsed::Malformed);
    }
    magnitude
        .map(|magnitude| Wide { negative, magnitude })
        .ok_or(Unparsed::TooLong)
}

macro_rules! integers {
    ($($int:ident $unsigned:literal),*) => {$(
        impl Bounded for $int {
            const FLOAT: bool = false;

            #[inline]
            fn compare(&self, bound: Number) -> Option<Ordering> {
                match bound {
                    Number::Int(bound) => Some(match $int::try_from(bound) {
                        Ok(bound) => self.cmp(&bound),
                        Err(_) if bound < 0 => Ordering::Greater,
                        Err(_) => Ordering::Less,
                    }),
                    Number::Float(bound) => (*self as f64).partial_cmp(&bound),
                    Number::Text(bound) => (*self as f64).partial_cmp(&bound.parse().ok()?),
                }
            }

            #[inline]
            fn is_multiple_of(&self, step: Number) -> bool {
                match step {
                    Number::Int(step) => match $int::try_from(step) {
                        Ok(step) => self.checked_rem(step) == Some(0),
                        Err(_) => *self == 0,
                    },
                    Number::Float(step) => super::floats::is_multiple(*self as f64, step),
                    Number::Text(_) => false,
                }
            }
        }

        impl JsonSchema for $int {
            fn schema(schemas: &mut Schemas, constraints: &Constraints) -> Schema {
                let schema = bounds::describe(schemas, Schema::of_type("integer"), constraints);
                let implied = $unsigned && constraints.ge.is_none() && constraints.gt.is_none();
                if implied { schema.with("minimum", 0) } else { schema }
            }
        }

        impl Model for $int {
            const PLACE: Place = Place::Parameter;

            fn read(value: &Value, constraints: &Constraints, reader: &mut Reader<'_>) -> Option<Self> {
                let wide = wide(value, reader.is_strict(constraints), reader)?;
                if !bounds::explain(&wide, constraints, value, reader) {
                    return None;
                }
                let fitted = if !wide.negative {
                    $int::try_from(wide.magnitude).ok()
                } else if wide.magnitude == i128::MIN.unsigned_abs() {
                    $int::try_from(i128::MIN).ok()
                } else {
                    i128::try_from(wide.magnitude).ok().and_then(|magnitude| $int::try_from(-magnitude).ok())
                };
                if fitted.is_none() {
                    let (which, end) = if wide.negative {
                        (Bound::GreaterEqual, $int::MIN)
                    } else {
                        (Bound::LessEqual, $int::MAX)
                    };
                    let end_value = serde_json::to_value(end).unwrap_or_else(|_| Value::from(end as f64));
                    errors::out_of_bounds(reader, value, which, &end.to_string(), end_value);
                }
                fitted
            }

            #[inline]
            fn meets(&self, constraints: &Constraints) -> bool {
                !constraints.strict && bounds::within(self, constraints)
            }

            #[inline]
            fn from_text(text: &str) -> Option<Self> {
                text.parse().ok()
            }

            fn label(constraints: &Constraints) -> Cow<'static, str> {
                Cow::Borrowed(if bounds::any(constraints) { "constrained-int" } else { "int" })
            }
        }
    )*};
}

integers!(u8 true, u16 true, u32 true, u64 true, u128 true, usize true);
integers!(i8 false, i16 false, i32 false, i64 false, i128 false, isize false);

macro_rules! nonzero {
    ($($int:ident),*) => {$(
        impl JsonSchema for NonZero<$int> {
            fn schema(schemas: &mut Schemas, constraints: &Constraints) -> Schema {
                let constraints = Constraints { gt: constraints.gt.or(Some(Number::Int(0))), ..*constraints };
                $int::schema(schemas, &constraints)
            }
        }

        impl Model for NonZero<$int> {
            const PLACE: Place = Place::Parameter;

            fn read(value: &Value, constraints: &Constraints, reader: &mut Reader<'_>) -> Option<Self> {
                let constraints = Constraints { gt: constraints.gt.or(Some(Number::Int(0))), ..*constraints };
                $int::read(value, &constraints, reader).and_then(NonZero::new)
            }

            #[inline]
            fn meets(&self, constraints: &Constraints) -> bool {
                self.get().meets(constraints)
            }

            #[inline]
            fn from_text(text: &str) -> Option<Self> {
                text.parse().ok()
            }

            fn label(_: &Constraints) -> Cow<'static, str> {
                Cow::Borrowed("constrained-int")
            }
        }
    )*};
}

nonzero!(u8, u16, u32, u64, u128, usize);

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::testing::{kind, read};
    use serde_json::json;

    #[test]
    fn texts_are_read_as_python_reads_them() {
        for (text, int) in [
            ("7", 7),
            ("+7", 7),
            ("-7", -7),
            ("007", 7),
            ("1_000", 1000),
            (" 12 ", 12),
            ("3.00", 3),
        ] {
            assert_eq!(read::<i64>(json!(text)), Ok(int), "{text}");
        }
        for text in [
            "", "+", "1__0", "_1", "1_", "1.5", ".0", "1e3", "0x10", "--1", "1,000", "٣",
        ] {
            assert_eq!(kind::<i64>(json!(text)), "int_parsing", "{text}");
        }
        assert_eq!(kind::<i64>(json!("1".repeat(5000))), "int_parsing_size");
    }

    #[test]
    fn what_does_not_fit_the_type_names_its_end() {
        assert_eq!(kind::<u8>(json!(300)), "less_than_equal");
        assert_eq!(kind::<u8>(json!(-1)), "greater_than_equal");
        assert_eq!(kind::<i8>(json!("-129")), "greater_than_equal");
        assert_eq!(read::<i8>(json!(-128)), Ok(-128));
        assert_eq!(read::<u64>(json!(u64::MAX)), Ok(u64::MAX));
        assert_eq!(read::<i128>(json!(i128::MIN.to_string())), Ok(i128::MIN));
        assert_eq!(read::<u128>(json!(u128::MAX.to_string())), Ok(u128::MAX));
        assert_eq!(kind::<i64>(json!(1e300)), "int_parsing_size");
    }

    #[test]
    fn a_bound_beyond_the_type_holds_all_the_same() {
        let constraints = Constraints {
            le: Some(Number::Int(1000)),
            ge: Some(Number::Int(-5)),
            ..Constraints::NONE
        };
        assert!(200u8.meets(&constraints));
        let constraints = Constraints {
            multiple_of: Some(Number::Int(300)),
            ..Constraints::NONE
        };
        assert!(0u8.meets(&constraints) && !200u8.meets(&constraints));
    }
}
