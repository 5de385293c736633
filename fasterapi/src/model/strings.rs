//! `String`, `Box<str>` and `char`.

use std::borrow::Cow;

use serde_json::Value;

use super::{Constraints, JsonSchema, Model, Place, Reader, Schema, Schemas, errors};

/// The string in `value`, transformed and checked.
fn text<'v>(value: &'v Value, constraints: &Constraints, reader: &mut Reader<'_>) -> Option<Cow<'v, str>> {
    let Value::String(text) = value else {
        errors::string_type(reader, value);
        return None;
    };
    let mode = reader.mode();
    let mut text = Cow::Borrowed(text.as_str());
    if constraints.strip_whitespace || mode.strip_whitespace {
        text = Cow::Borrowed(value.as_str().unwrap_or_default().trim());
    }
    if let Some(min) = constraints.min_length
        && is_shorter(&text, min)
    {
        errors::string_too_short(reader, value, min);
        return None;
    }
    if let Some(max) = constraints.max_length
        && is_longer(&text, max)
    {
        errors::string_too_long(reader, value, max);
        return None;
    }
    if let Some(pattern) = constraints.pattern
        && !pattern.is_match(&text)
    {
        errors::string_pattern_mismatch(reader, value, pattern.source());
        return None;
    }
    if constraints.to_lower || mode.to_lower {
        text = Cow::Owned(text.to_lowercase());
    } else if constraints.to_upper || mode.to_upper {
        text = Cow::Owned(text.to_uppercase());
    }
    Some(text)
}

/// Whether `text` has less than `min` characters; counts them only when its bytes do not tell.
#[inline]
fn is_shorter(text: &str, min: usize) -> bool {
    text.len() < min || (text.len() < min.saturating_mul(4) && text.chars().count() < min)
}

/// Whether `text` has more than `max` characters; counts them only when its bytes do not tell.
#[inline]
fn is_longer(text: &str, max: usize) -> bool {
    text.len() > max && text.chars().count() > max
}

#[inline]
fn meets(text: &str, constraints: &Constraints) -> bool {
    !constraints.transforms()
        && constraints.min_length.is_none_or(|min| !is_shorter(text, min))
        && constraints.max_length.is_none_or(|max| !is_longer(text, max))
        && constraints.pattern.is_none_or(|pattern| pattern.is_match(text))
}

fn schema(schemas: &mut Schemas, constraints: &Constraints) -> Schema {
    if let Some(Err(error)) = constraints.pattern.map(|pattern| pattern.regex()) {
        schemas.problem(format!("a `pattern` is not a regular expression: {error}"));
    }
    Schema::of_type("string")
        .with_some("maxLength", constraints.max_length)
        .with_some("minLength", constraints.min_length)
        .with_some("pattern", constraints.pattern.map(|pattern| pattern.source()))
}

fn label(constraints: &Constraints) -> Cow<'static, str> {
    let Constraints {
        min_length,
        max_length,
        pattern,
        ..
    } = constraints;
    let constrained = min_length.is_some() || max_length.is_some() || pattern.is_some();
    Cow::Borrowed(if constrained { "constrained-str" } else { "str" })
}

macro_rules! strings {
    ($($string:ty),*) => {$(
        impl JsonSchema for $string {
            fn schema(schemas: &mut Schemas, constraints: &Constraints) -> Schema {
                schema(schemas, constraints)
            }
        }

        impl Model for $string {
            const PLACE: Place = Place::Parameter;

            fn read(value: &Value, constraints: &Constraints, reader: &mut Reader<'_>) -> Option<Self> {
                text(value, constraints, reader).map(|text| text.into_owned().into())
            }

            #[inline]
            fn meets(&self, constraints: &Constraints) -> bool {
                meets(self, constraints)
            }

            #[inline]
            fn from_text(text: &str) -> Option<Self> {
                Some(text.to_owned().into())
            }

            fn label(constraints: &Constraints) -> Cow<'static, str> {
                label(constraints)
            }
        }
    )*};
}

strings!(String, Box<str>);

/// A `char` is a string of exactly one character.
const ONE: Constraints = Constraints {
    min_length: Some(1),
    max_length: Some(1),
    ..Constraints::NONE
};

impl JsonSchema for char {
    fn schema(schemas: &mut Schemas, _: &Constraints) -> Schema {
        schema(schemas, &ONE)
    }
}

impl Model for char {
    const PLACE: Place = Place::Parameter;

    fn read(value: &Value, constraints: &Constraints, reader: &mut Reader<'_>) -> Option<Self> {
        let constraints = Constraints {
            min_length: Some(1),
            max_length: Some(1),
            ..*constraints
        };
        text(value, &constraints, reader)?.chars().next()
    }

    #[inline]
    fn meets(&self, constraints: &Constraints) -> bool {
        meets(
            self.encode_utf8(&mut [0; 4]),
            &Constraints {
                min_length: None,
                max_length: None,
                ..*constraints
            },
        )
    }

    #[inline]
    fn from_text(text: &str) -> Option<Self> {
        text.parse().ok()
    }

    fn label(_: &Constraints) -> Cow<'static, str> {
        Cow::Borrowed("constrained-str")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::testing::{kind, read, read_with};
    use serde_json::json;

    #[test]
    fn lengths_count_characters() {
        let three = Constraints {
            min_length: Some(3),
            max_length: Some(3),
            ..Constraints::NONE
        };
        for (text, fits) in [
            ("üüü", true),
            ("abc", true),
            ("ü", false),
            ("🌱🌱", false),
            ("🌱🌱🌱🌱", false),
        ] {
            assert_eq!(text.to_owned().meets(&three), fits, "{text}");
            assert_eq!(read_with::<String>(json!(text), &three).is_ok(), fits, "{text}");
        }
    }

    #[test]
    fn transformed_after_the_checks() {
        let trimmed = Constraints {
            strip_whitespace: true,
            to_upper: true,
            max_length: Some(2),
            ..Constraints::NONE
        };
        assert_eq!(read_with::<String>(json!("  ab "), &trimmed), Ok("AB".to_owned()));
        assert!(!"ab".to_owned().meets(&trimmed), "only the slow path transforms");
    }

    #[test]
    fn one_character() {
        assert_eq!(read::<char>(json!("ü")), Ok('ü'));
        assert_eq!(kind::<char>(json!("")), "string_too_short");
        assert_eq!(kind::<char>(json!("ab")), "string_too_long");
    }
}
