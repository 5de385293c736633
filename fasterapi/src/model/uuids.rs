//! `uuid::Uuid`.

use std::borrow::Cow;

use serde_json::Value;
use uuid::Uuid;

use super::{Constraints, JsonSchema, Model, Place, Reader, Schema, Schemas, errors};

impl JsonSchema for Uuid {
    fn schema(_: &mut Schemas, _: &Constraints) -> Schema {
        Schema::of_format("string", "uuid")
    }
}

impl Model for Uuid {
    const PLACE: Place = Place::Parameter;

    fn read(value: &Value, _: &Constraints, reader: &mut Reader<'_>) -> Option<Self> {
        let Value::String(text) = value else {
            errors::uuid_type(reader, value);
            return None;
        };
        reader.lax();
        match Self::try_parse(text) {
            Ok(uuid) => Some(uuid),
            Err(_) => {
                let error = Self::parse_str(text)
                    .err()
                    .map_or_else(String::new, |error| error.to_string());
                errors::parsing(reader, value, "uuid_parsing", "Input should be a valid UUID", &error);
                None
            }
        }
    }

    #[inline]
    fn meets(&self, _: &Constraints) -> bool {
        true
    }

    #[inline]
    fn from_text(text: &str) -> Option<Self> {
        Self::try_parse(text).ok()
    }

    fn label(_: &Constraints) -> Cow<'static, str> {
        Cow::Borrowed("uuid")
    }
}
