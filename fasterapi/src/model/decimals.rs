//! `rust_decimal::Decimal`: read from text, integers and floats; written as text.

use std::borrow::Cow;
use std::cmp::Ordering;

use rust_decimal::Decimal;
use serde_json::Value;

use super::{
    Constraints, Direction, JsonSchema, Model, Number, Place, Reader, Schema, Schemas, bounds, bounds::Bounded, errors,
};

/// Python's `Decimal(text)`, as far as 28 digits go.
fn parse(text: &str) -> Option<Decimal> {
    let text = text.trim();
    let text = if text.contains('_') {
        Cow::Owned(text.replace('_', ""))
    } else {
        Cow::Borrowed(text)
    };
    if !text.contains(['e', 'E']) {
        return text.parse().ok();
    }
    Decimal::from_scientific(&text).ok()
}

/// Texts that Python reads as a decimal that is no finite number.
fn is_not_finite(text: &str) -> bool {
    let text = text.trim().trim_start_matches(['+', '-']);
    ["nan", "snan", "inf", "infinity"]
        .iter()
        .any(|word| text.eq_ignore_ascii_case(word))
}

fn from_number(number: Number) -> Decimal {
    match number {
        Number::Int(int) => int.into(),
        Number::Float(float) => parse(&float.to_string()).unwrap_or_default(),
        Number::Text(text) => parse(text).unwrap_or_default(),
    }
}

impl Bounded for Decimal {
    const FLOAT: bool = false;

    fn compare(&self, bound: Number) -> Option<Ordering> {
        Some(self.cmp(&from_number(bound)))
    }

    fn is_multiple_of(&self, step: Number) -> bool {
        self.checked_rem(from_number(step)).is_some_and(|rest| rest.is_zero())
    }
}

/// Which count of digits is exceeded.
enum TooMany {
    Digits(u32),
    Places(u32),
    Whole(u32),
}

fn too_many_digits(decimal: Decimal, constraints: &Constraints) -> Option<TooMany> {
    let decimal = decimal.normalize();
    let places = decimal.scale();
    let digits = decimal
        .mantissa()
        .unsigned_abs()
        .checked_ilog10()
        .map_or(1, |log| log + 1)
        .max(places);
    if let Some(max) = constraints.max_digits
        && digits > max
    {
        return Some(TooMany::Digits(max));
    }
    let max_places = constraints.decimal_places?;
    if places > max_places {
        return Some(TooMany::Places(max_places));
    }
    let max_whole = constraints.max_digits?.saturating_sub(max_places);
    (digits.saturating_sub(places) > max_whole).then_some(TooMany::Whole(max_whole))
}

impl JsonSchema for Decimal {
    fn schema(schemas: &mut Schemas, constraints: &Constraints) -> Schema {
        match schemas.direction() {
            Direction::Input => {
                let number = bounds::describe(schemas, Schema::of_type("number"), constraints);
                Schema::any_of([number, Schema::of_type("string")])
            }
            Direction::Output => Schema::of_type("string"),
        }
    }
}

impl Model for Decimal {
    const PLACE: Place = Place::Parameter;
    const FAST: bool = false;
    const PLAIN: bool = false;

    fn read(value: &Value, constraints: &Constraints, reader: &mut Reader<'_>) -> Option<Self> {
        let decimal = match value {
            Value::String(text) => {
                reader.lax();
                if is_not_finite(text) {
                    errors::finite_number(reader, value);
                    return None;
                }
                parse(text)
            }
            Value::Number(number) => {
                reader.inexact();
                parse(&number.to_string())
            }
            _ => {
                errors::decimal_type(reader, value);
                return None;
            }
        };
        let Some(decimal) = decimal else {
            errors::decimal_parsing(reader, value);
            return None;
        };
        match too_many_digits(decimal, constraints) {
            Some(TooMany::Digits(max)) => errors::decimal_max_digits(reader, value, max),
            Some(TooMany::Places(max)) => errors::decimal_max_places(reader, value, max),
            Some(TooMany::Whole(max)) => errors::decimal_whole_digits(reader, value, max),
            None => return bounds::explain(&decimal, constraints, value, reader).then_some(decimal),
        }
        None
    }

    #[inline]
    fn meets(&self, constraints: &Constraints) -> bool {
        too_many_digits(*self, constraints).is_none() && bounds::within(self, constraints)
    }

    #[inline]
    fn from_text(text: &str) -> Option<Self> {
        parse(text)
    }

    fn label(_: &Constraints) -> Cow<'static, str> {
        Cow::Borrowed("decimal")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::testing::{kind, read};
    use serde_json::json;

    #[test]
    fn numbers_keep_the_digits_they_were_written_with() {
        assert_eq!(read::<Decimal>(json!("12.50")).unwrap().to_string(), "12.50");
        assert_eq!(read::<Decimal>(json!(0.1)).unwrap().to_string(), "0.1");
        assert_eq!(read::<Decimal>(json!("1e3")).unwrap(), Decimal::from(1000));
        for text in ["NaN", "-Infinity"] {
            assert_eq!(kind::<Decimal>(json!(text)), "finite_number");
        }
        assert_eq!(kind::<Decimal>(json!("twelve")), "decimal_parsing");
        assert_eq!(kind::<Decimal>(json!(true)), "decimal_type");
    }
}
