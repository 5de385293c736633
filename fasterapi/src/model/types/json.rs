//! [`Json`]: JSON inside a string.

use std::borrow::Cow;
use std::ops::{Deref, DerefMut};

use serde::{Deserialize, Deserializer, Serialize, de};
use serde_json::{Map, Value};

use crate::model::{Constraints, Direction, JsonSchema, Model, Place, Prune, Reader, Schema, Schemas, errors};

/// A value that is sent as JSON inside a string: `"[1,2]"` is a `Json<Vec<i64>>`. It is written as the value itself.
///
/// ```
/// use fasterapi::types::Json;
///
/// let numbers: Json<Vec<i64>> = serde_json::from_str(r#""[1,2]""#)?;
/// assert_eq!(numbers.len(), 2);
/// assert_eq!(serde_json::to_string(&numbers)?, "[1,2]");
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct Json<T>(pub T);

impl<T> Deref for Json<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.0
    }
}

impl<T> DerefMut for Json<T> {
    fn deref_mut(&mut self) -> &mut T {
        &mut self.0
    }
}

impl<'de, T: de::DeserializeOwned> Deserialize<'de> for Json<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = Cow::<'de, str>::deserialize(deserializer)?;
        serde_json::from_str(&text).map(Self).map_err(de::Error::custom)
    }
}

impl<T: JsonSchema> JsonSchema for Json<T> {
    fn schema(schemas: &mut Schemas, constraints: &Constraints) -> Schema {
        let inner = T::schema(schemas, constraints);
        match schemas.direction() {
            Direction::Input => Schema::of_type("string")
                .with("contentMediaType", "application/json")
                .with("contentSchema", inner),
            Direction::Output => inner,
        }
    }

    fn prune(&self, json: &mut Value, prune: &Prune<'_>) {
        self.0.prune(json, prune);
    }
}

impl<T: Model> Model for Json<T> {
    const PLACE: Place = Place::Parameter;
    const FAST: bool = T::FAST;
    const PLAIN: bool = T::PLAIN;

    fn read(value: &Value, constraints: &Constraints, reader: &mut Reader<'_>) -> Option<Self> {
        let Value::String(text) = value else {
            errors::json_type(reader, value);
            return None;
        };
        match serde_json::from_str(text) {
            Ok(inner) => T::read(&inner, constraints, reader).map(Self),
            Err(error) => {
                let error = error.to_string();
                let ctx = Map::from_iter([("error".to_owned(), Value::from(error.as_str()))]);
                reader.error("json_invalid", format!("Invalid JSON: {error}"), value, Some(ctx));
                None
            }
        }
    }

    #[inline]
    fn meets(&self, constraints: &Constraints) -> bool {
        self.0.meets(constraints)
    }

    #[inline]
    fn is_valid(&self) -> bool {
        self.0.is_valid()
    }

    fn label(constraints: &Constraints) -> Cow<'static, str> {
        Cow::Owned(format!("json[{}]", T::label(constraints)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::testing::{kind, read, wrong};
    use serde_json::json;

    #[test]
    fn what_is_wrong_inside_is_told_at_its_place() {
        assert_eq!(read(json!("[1, \"2\"]")), Ok(Json(vec![1, 2])));
        assert_eq!(kind::<Json<Vec<i64>>>(json!("[1,")), "json_invalid");
        assert_eq!(kind::<Json<Vec<i64>>>(json!([1])), "json_type");
        let errors = wrong::<Json<Vec<i64>>>(json!("[1, \"x\"]"));
        assert_eq!(serde_json::to_value(&errors[0].loc).unwrap(), json!(["body", 1]));
    }
}
