//! [`SecretString`]: text that is not shown.

use std::borrow::Cow;
use std::fmt;

use serde::{Deserialize, Serialize, Serializer};
use serde_json::Value;

use crate::model::{Constraints, JsonSchema, Model, Place, Reader, Schema, Schemas, errors};

/// Text that is neither printed nor written to answers: both show stars.
///
/// ```
/// use fasterapi::types::SecretString;
///
/// let token = SecretString::from("hunter2");
/// assert_eq!(format!("{token:?} {token}"), "SecretString(\"**********\") **********");
/// assert_eq!(token.expose(), "hunter2");
/// ```
#[derive(Clone, Default, PartialEq, Eq, Hash, Deserialize)]
#[serde(transparent)]
pub struct SecretString(String);

impl SecretString {
    /// The text itself.
    pub fn expose(&self) -> &str {
        &self.0
    }

    /// What is shown in its place.
    fn stars(&self) -> &'static str {
        if self.0.is_empty() { "" } else { "**********" }
    }
}

impl From<String> for SecretString {
    fn from(text: String) -> Self {
        Self(text)
    }
}

impl From<&str> for SecretString {
    fn from(text: &str) -> Self {
        Self(text.to_owned())
    }
}

impl fmt::Debug for SecretString {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("SecretString").field(&self.stars()).finish()
    }
}

impl fmt::Display for SecretString {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.stars())
    }
}

impl Serialize for SecretString {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.stars())
    }
}

impl JsonSchema for SecretString {
    fn schema(schemas: &mut Schemas, constraints: &Constraints) -> Schema {
        String::schema(schemas, constraints)
            .with("format", "password")
            .with("writeOnly", true)
    }
}

impl Model for SecretString {
    const PLACE: Place = Place::Parameter;

    fn read(value: &Value, constraints: &Constraints, reader: &mut Reader<'_>) -> Option<Self> {
        // its length is told in other words than that of a text
        let unmeasured = Constraints {
            min_length: None,
            max_length: None,
            ..*constraints
        };
        let text = String::read(value, &unmeasured, reader)?;
        let count = text.chars().count();
        match (constraints.min_length, constraints.max_length) {
            (Some(min), _) if count < min => errors::too_short(reader, value, "Value", min, count),
            (_, Some(max)) if count > max => errors::too_long(reader, value, "Value", max, Some(count)),
            _ => return Some(Self(text)),
        }
        None
    }

    #[inline]
    fn meets(&self, constraints: &Constraints) -> bool {
        self.0.meets(constraints)
    }

    #[inline]
    fn from_text(text: &str) -> Option<Self> {
        Some(Self(text.to_owned()))
    }

    fn label(_: &Constraints) -> Cow<'static, str> {
        Cow::Borrowed("SecretStr")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::testing::{kind, read, read_with};
    use serde_json::json;

    #[test]
    fn nothing_shows_it() {
        let secret: SecretString = read(json!("hunter2")).unwrap();
        assert_eq!(serde_json::to_value(&secret).unwrap(), "**********");
        assert_eq!(serde_json::to_value(SecretString::default()).unwrap(), "");
        assert_eq!(kind::<SecretString>(json!(5)), "string_type");
        let short = Constraints {
            min_length: Some(8),
            ..Constraints::NONE
        };
        assert!(read_with::<SecretString>(json!("hunter2"), &short).is_err());
    }
}
