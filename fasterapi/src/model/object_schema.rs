//! The schema of a model's object, made from the same [`Shape`] that reads it.

use serde_json::{Map, Value};

use super::object::{Field, Shape};
use super::{Constraints, Direction, Schema, Schemas, title_case};

/// [`Model::describe`](super::Model::describe) of some type.
pub type Describe = fn(&mut Schemas, &Constraints) -> Schema;

/// Collects the properties of one model.
#[derive(Debug)]
pub struct ObjectSchema {
    shape: &'static Shape,
    properties: Map<String, Value>,
    required: Vec<Value>,
    additional: Option<Value>,
}

impl ObjectSchema {
    /// No properties yet.
    pub fn new(shape: &'static Shape) -> Self {
        Self {
            shape,
            properties: Map::new(),
            required: Vec::new(),
            additional: None,
        }
    }

    /// Adds a field. `optional`: it need not be sent, having a default or being an `Option`; `default` is the one the
    /// document shows.
    pub fn field(
        &mut self,
        schemas: &mut Schemas,
        field: usize,
        describe: Describe,
        optional: bool,
        default: Option<fn() -> Option<Value>>,
    ) {
        let field = &self.shape.fields[field];
        let (shown, name) = match schemas.direction() {
            Direction::Input => (field.read, field.wire),
            Direction::Output => (field.written, field.wire_out),
        };
        if !shown {
            return;
        }
        let schema = describe(schemas, &field.constraints);
        let mut schema = dressed(schema, field, name, default.and_then(|default| default()));
        if !field.read {
            schema.insert("readOnly", true);
        }
        if field.write_only && schemas.direction() == Direction::Input {
            schema.insert("writeOnly", true);
        }
        if !field.read || field.required || !optional {
            self.required.push(name.into());
        }
        self.properties.insert(name.to_owned(), schema.into());
    }

    /// Adds a computed field, which is only ever written.
    pub fn computed(&mut self, schemas: &mut Schemas, name: &str, describe: Describe) {
        if schemas.direction() == Direction::Output {
            let schema = describe(schemas, &Constraints::NONE).with_field_title(None, name);
            self.required.push(name.into());
            self.properties
                .insert(name.to_owned(), schema.with("readOnly", true).into());
        }
    }

    /// Adds the properties of a flattened field.
    pub fn flatten(&mut self, schemas: &mut Schemas, describe: Describe, object: fn(&mut Schemas) -> Option<Schema>) {
        let schema = object(schemas).unwrap_or_else(|| describe(schemas, &Constraints::NONE));
        if let Some(Value::Object(properties)) = schema.get("properties") {
            self.properties.extend(properties.clone());
        }
        if let Some(Value::Array(required)) = schema.get("required") {
            self.required.extend(required.iter().cloned());
        }
        if let Some(additional) = schema.get("additionalProperties") {
            self.additional = Some(additional.clone());
        }
    }

    /// The schema of the object, under the model's `name`.
    pub fn finish(self, name: &str) -> Schema {
        let container = &self.shape.container;
        let additional = if container.forbid_extra {
            Some(Value::Bool(false))
        } else {
            self.additional
        };
        let mut schema = Schema::any()
            .with_some("additionalProperties", additional)
            .with("properties", self.properties)
            .with("type", "object");
        if !self.required.is_empty() {
            schema.insert("required", self.required);
        }
        schema.insert("title", container.title.unwrap_or(name));
        schema = schema.with_some("description", container.description);
        schema = schema.with_some("examples", container.examples.map(|examples| examples()));
        merge(&mut schema, container.extra.map(|extra| extra()));
        schema
    }
}

/// The schema of a root model: that of its one value, under the model's own title.
pub fn root_schema(schemas: &mut Schemas, describe: Describe, name: &str, shape: &'static Shape) -> Schema {
    let container = &shape.container;
    let mut schema = describe(schemas, &shape.fields[0].constraints)
        .with("title", container.title.unwrap_or(name))
        .with_some("description", container.description)
        .with_some("examples", container.examples.map(|examples| examples()));
    merge(&mut schema, container.extra.map(|extra| extra()));
    schema
}

/// A field's schema with all that is said of the field. References, nullable ones too, take no title of their own.
fn dressed(schema: Schema, field: &Field, name: &str, default: Option<Value>) -> Schema {
    let title = match field.title {
        Some(title) => Some(title.to_owned()),
        None => takes_title(&schema).then(|| title_case(name).replace('_', " ").trim().to_owned()),
    };
    let mut schema = schema
        .with_some("title", title)
        .with_some("description", field.description)
        .with_some("default", default.filter(|default| !default.is_null()))
        .with_some("examples", field.examples.map(|examples| examples()))
        .with_some("deprecated", field.deprecated.then_some(true));
    merge(&mut schema, field.extra.map(|extra| extra()));
    schema
}

fn takes_title(schema: &Schema) -> bool {
    let nullable_reference = match schema.get("anyOf") {
        Some(Value::Array(members)) => match members.as_slice() {
            [inner, null] => inner.get("$ref").is_some() && null.get("type").is_some_and(|kind| kind == "null"),
            _ => false,
        },
        _ => false,
    };
    !schema.is_reference() && !nullable_reference
}

fn merge(schema: &mut Schema, extra: Option<Value>) {
    if let Some(Value::Object(extra)) = extra {
        for (keyword, value) in extra {
            schema.insert(&keyword, value);
        }
    }
}
