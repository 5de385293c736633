//! JSON Schema: what a type looks like in the document.

mod naming;
mod registry;

use serde::Serialize;
use serde_json::{Map, Value};

use super::{Constraints, Prune};
pub(crate) use naming::title_case;
pub use registry::Schemas;

/// Which way a value travels: a model may look different when read and when written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Direction {
    /// From the client.
    Input,
    /// To the client.
    Output,
}

/// A type that can be described by a JSON Schema. `#[model]` implements it.
#[diagnostic::on_unimplemented(
    message = "`{Self}` has no JSON Schema",
    label = "not a type the OpenAPI document can describe",
    note = "put `#[model]` on `{Self}`, or return a `Response`"
)]
pub trait JsonSchema {
    /// The schema of a value of this type under `constraints`: a `$ref` for named models, inline for all else.
    /// No title: whoever uses it as a field or parameter adds one.
    fn schema(schemas: &mut Schemas, constraints: &Constraints) -> Schema;

    /// Takes out of `json`, which is this value written down, the fields that `prune` leaves out of models.
    #[doc(hidden)]
    fn prune(&self, _json: &mut Value, _prune: &Prune<'_>) {}
}

/// One JSON Schema object; keys keep the order they were written in.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
#[serde(transparent)]
pub struct Schema(Map<String, Value>);

impl Schema {
    /// The empty schema `{}`: anything.
    pub fn any() -> Self {
        Self::default()
    }

    /// `{"type": name}`.
    pub fn of_type(name: &str) -> Self {
        Self::any().with("type", name)
    }

    /// `{"type": name, "format": format}`.
    pub fn of_format(name: &str, format: &str) -> Self {
        Self::of_type(name).with("format", format)
    }

    /// `{"$ref": "#/components/schemas/{name}"}`.
    pub fn reference(name: &str) -> Self {
        Self::any().with("$ref", format!("#/components/schemas/{name}"))
    }

    /// `{"anyOf": [...]}`.
    pub fn any_of(members: impl IntoIterator<Item = Schema>) -> Self {
        let members: Vec<Value> = members.into_iter().map(Value::from).collect();
        Self::any().with("anyOf", members)
    }

    /// Sets one keyword.
    #[must_use]
    pub fn with(mut self, keyword: &str, value: impl Into<Value>) -> Self {
        self.0.insert(keyword.to_owned(), value.into());
        self
    }

    /// Sets one keyword, if there is a value for it.
    #[must_use]
    pub fn with_some(self, keyword: &str, value: Option<impl Into<Value>>) -> Self {
        match value {
            Some(value) => self.with(keyword, value),
            None => self,
        }
    }

    /// Sets one keyword in place.
    pub fn insert(&mut self, keyword: &str, value: impl Into<Value>) {
        self.0.insert(keyword.to_owned(), value.into());
    }

    /// Sets the title.
    #[must_use]
    pub fn with_title(self, title: &str) -> Self {
        self.with("title", title)
    }

    /// Gives the schema of the field `name` its title: `title` when there is one, else the name with `_` as spaces and
    /// capitals ("owner_id" becomes "Owner Id"). Without a title of its own a reference, or an optional one, keeps the
    /// title of the type it refers to.
    #[must_use]
    pub fn with_field_title(self, title: Option<&str>, name: &str) -> Self {
        match title {
            Some(title) => self.with_title(title),
            None if self.is_reference() || self.is_optional_reference() => self,
            None => self.with_title(title_case(&name.replace('_', " ")).trim()),
        }
    }

    /// Sets every keyword of `extra`, replacing those of its names; anything but an object is left aside.
    #[must_use]
    pub fn with_extra(mut self, extra: Value) -> Self {
        if let Value::Object(extra) = extra {
            self.0.extend(extra);
        }
        self
    }

    /// The value of a keyword.
    pub fn get(&self, keyword: &str) -> Option<&Value> {
        self.0.get(keyword)
    }

    /// Whether this is a bare reference to a component, which takes no title.
    pub fn is_reference(&self) -> bool {
        self.0.contains_key("$ref")
    }

    /// Whether this is the empty schema, which says nothing.
    pub fn is_any(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether this is `anyOf` a reference and null.
    fn is_optional_reference(&self) -> bool {
        let Some(Value::Array(members)) = self.get("anyOf") else {
            return false;
        };
        members.len() == 2 && members[0].get("$ref").is_some() && members[1].get("type") == Some(&"null".into())
    }

    /// The keywords.
    pub fn as_map(&self) -> &Map<String, Value> {
        &self.0
    }
}

impl From<Schema> for Value {
    fn from(schema: Schema) -> Self {
        Value::Object(schema.0)
    }
}

impl From<Map<String, Value>> for Schema {
    fn from(map: Map<String, Value>) -> Self {
        Self(map)
    }
}
