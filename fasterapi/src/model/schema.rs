//! JSON Schema: what a type looks like in the document.

use std::any::TypeId;
use std::collections::BTreeMap;

use serde::Serialize;
use serde_json::{Map, Value};

use super::Constraints;

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

    /// The value of a keyword.
    pub fn get(&self, keyword: &str) -> Option<&Value> {
        self.0.get(keyword)
    }

    /// Whether this is a bare reference to a component, which takes no title.
    pub fn is_reference(&self) -> bool {
        self.0.contains_key("$ref")
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

/// Collects the named schemas of a document while its operations are described.
///
/// Components are kept by type and direction, so a recursive type is entered once, and two types of one name stay
/// two; names are settled at the end by [`Schemas::finish`].
#[derive(Debug)]
pub struct Schemas {
    direction: Direction,
    components: BTreeMap<Key, Component>,
    problems: Vec<String>,
}

type Key = (TypeId, String, Direction);

#[derive(Debug)]
struct Component {
    name: &'static str,
    module: &'static str,
    body: Option<Schema>,
}

impl Schemas {
    /// An empty collection.
    pub fn new() -> Self {
        Self { direction: Direction::Input, components: BTreeMap::new(), problems: Vec::new() }
    }

    /// The direction being described.
    pub fn direction(&self) -> Direction {
        self.direction
    }

    /// Runs `describe` for one direction.
    pub fn toward<T>(&mut self, direction: Direction, describe: impl FnOnce(&mut Self) -> T) -> T {
        let before = std::mem::replace(&mut self.direction, direction);
        let result = describe(self);
        self.direction = before;
        result
    }

    /// Describes the named type `T` once and returns a reference to it; further calls, recursive ones too, only return
    /// the reference. `module` settles two types of one name, as FastAPI does.
    pub fn component<T: 'static>(
        &mut self,
        name: &str,
        module: &'static str,
        describe: impl FnOnce(&mut Self) -> Schema,
    ) -> Schema {
        let _ = (name, module, describe, TypeId::of::<T>());
        unimplemented!("written together with the document")
    }

    /// What [`App::build`](crate::App::build) must refuse, such as a pattern that does not compile.
    pub fn problem(&mut self, text: String) {
        self.problems.push(text);
    }
}

impl Default for Schemas {
    fn default() -> Self {
        Self::new()
    }
}
