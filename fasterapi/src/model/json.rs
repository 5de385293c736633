//! JSON as it is: `serde_json::Value`, which is anything, and `serde_json::Map`, which is any object.

use std::borrow::Cow;

use serde_json::{Map, Value};

use super::lists::length_meets;
use super::{Constraints, JsonSchema, Model, Place, Reader, Schema, Schemas, errors};

impl JsonSchema for Value {
    fn schema(_: &mut Schemas, _: &Constraints) -> Schema {
        Schema::any()
    }
}

impl Model for Value {
    const PLACE: Place = Place::Body;

    fn read(value: &Value, _: &Constraints, _: &mut Reader<'_>) -> Option<Self> {
        Some(value.clone())
    }

    #[inline]
    fn meets(&self, _: &Constraints) -> bool {
        true
    }

    #[inline]
    fn from_text(text: &str) -> Option<Self> {
        Some(Self::String(text.to_owned()))
    }

    fn label(_: &Constraints) -> Cow<'static, str> {
        Cow::Borrowed("any")
    }
}

impl JsonSchema for Map<String, Value> {
    fn schema(_: &mut Schemas, constraints: &Constraints) -> Schema {
        Schema::any()
            .with("additionalProperties", true)
            .with("type", "object")
            .with_some("maxProperties", constraints.max_length)
            .with_some("minProperties", constraints.min_length)
    }
}

impl Model for Map<String, Value> {
    const PLACE: Place = Place::Body;

    fn read(value: &Value, constraints: &Constraints, reader: &mut Reader<'_>) -> Option<Self> {
        let Value::Object(map) = value else {
            errors::dict_type(reader, value);
            return None;
        };
        if let Some(max) = constraints.max_length
            && map.len() > max
        {
            errors::too_long(reader, value, "Dictionary", max, None);
            return None;
        }
        if let Some(min) = constraints.min_length
            && map.len() < min
        {
            errors::too_short(reader, value, "Dictionary", min, map.len());
            return None;
        }
        Some(map.clone())
    }

    #[inline]
    fn meets(&self, constraints: &Constraints) -> bool {
        length_meets(self.len(), constraints)
    }

    fn label(_: &Constraints) -> Cow<'static, str> {
        Cow::Borrowed("dict[str,any]")
    }
}
