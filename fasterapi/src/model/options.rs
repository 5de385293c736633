//! `Option<T>`, `Box<T>` and `()`.

use std::borrow::Cow;

use serde_json::Value;

use super::{Constraints, Group, JsonSchema, Model, Place, Prune, Reader, Schema, Schemas, errors};

impl<T: JsonSchema> JsonSchema for Option<T> {
    fn schema(schemas: &mut Schemas, constraints: &Constraints) -> Schema {
        let inner = T::schema(schemas, constraints);
        let null = Value::from(Schema::of_type("null"));
        match inner.get("anyOf") {
            Some(Value::Array(members)) if inner.as_map().len() == 1 => {
                let mut members = members.clone();
                if !members.contains(&null) {
                    members.push(null);
                }
                Schema::any().with("anyOf", members)
            }
            _ => Schema::any_of([inner, Schema::of_type("null")]),
        }
    }

    fn prune(&self, json: &mut Value, prune: &Prune<'_>) {
        if let Some(inner) = self {
            inner.prune(json, prune);
        }
    }
}

impl<T: Model> Model for Option<T> {
    const PLACE: Place = T::PLACE;
    const LIST: bool = T::LIST;
    const FAST: bool = T::FAST;
    const PLAIN: bool = T::PLAIN;
    const GROUP: Option<Group> = T::GROUP;

    fn read(value: &Value, constraints: &Constraints, reader: &mut Reader<'_>) -> Option<Self> {
        match value {
            Value::Null => Some(None),
            value => T::read(value, constraints, reader).map(Some),
        }
    }

    #[inline]
    fn meets(&self, constraints: &Constraints) -> bool {
        self.as_ref().is_none_or(|inner| inner.meets(constraints))
    }

    #[inline]
    fn is_valid(&self) -> bool {
        self.as_ref().is_none_or(T::is_valid)
    }

    #[inline]
    fn from_text(text: &str) -> Option<Self> {
        T::from_text(text).map(Some)
    }

    #[inline]
    fn absent() -> Option<Self> {
        Some(None)
    }

    fn label(constraints: &Constraints) -> Cow<'static, str> {
        Cow::Owned(format!("nullable[{}]", T::label(constraints)))
    }
}

impl<T: JsonSchema> JsonSchema for Box<T> {
    fn schema(schemas: &mut Schemas, constraints: &Constraints) -> Schema {
        T::schema(schemas, constraints)
    }

    fn prune(&self, json: &mut Value, prune: &Prune<'_>) {
        (**self).prune(json, prune);
    }
}

impl<T: Model> Model for Box<T> {
    const PLACE: Place = T::PLACE;
    const LIST: bool = T::LIST;
    const FAST: bool = T::FAST;
    const PLAIN: bool = T::PLAIN;
    const GROUP: Option<Group> = T::GROUP;

    fn read(value: &Value, constraints: &Constraints, reader: &mut Reader<'_>) -> Option<Self> {
        T::read(value, constraints, reader).map(Self::new)
    }

    #[inline]
    fn meets(&self, constraints: &Constraints) -> bool {
        (**self).meets(constraints)
    }

    #[inline]
    fn is_valid(&self) -> bool {
        (**self).is_valid()
    }

    #[inline]
    fn from_text(text: &str) -> Option<Self> {
        T::from_text(text).map(Self::new)
    }

    #[inline]
    fn absent() -> Option<Self> {
        T::absent().map(Self::new)
    }

    fn label(constraints: &Constraints) -> Cow<'static, str> {
        T::label(constraints)
    }

    fn object(schemas: &mut Schemas) -> Option<Schema> {
        T::object(schemas)
    }

    fn keys(known: &mut Vec<&'static str>) -> bool {
        T::keys(known)
    }
}

impl JsonSchema for () {
    fn schema(_: &mut Schemas, _: &Constraints) -> Schema {
        Schema::of_type("null")
    }
}

impl Model for () {
    const PLACE: Place = Place::Body;

    fn read(value: &Value, _: &Constraints, reader: &mut Reader<'_>) -> Option<Self> {
        if !value.is_null() {
            errors::none_required(reader, value);
            return None;
        }
        Some(())
    }

    #[inline]
    fn meets(&self, _: &Constraints) -> bool {
        true
    }

    fn label(_: &Constraints) -> Cow<'static, str> {
        Cow::Borrowed("none")
    }
}
