//! [`Schemas`]: the named schemas of a document, each described once.

use std::any::TypeId;
use std::collections::HashMap;

use serde_json::{Map, Value};

use super::naming::{self, placeholder};
use super::{Direction, Schema};

/// Collects the named schemas of a document while its operations are described.
///
/// Components are kept by type and direction, so a recursive type is entered once, and two types of one name stay
/// two. Until all are known the references between them hold a number instead of a name.
#[derive(Debug)]
pub struct Schemas {
    direction: Direction,
    /// The way the value travels, which `direction` follows only where both ways are described.
    travels: Direction,
    separate: bool,
    /// How many components are being described.
    depth: usize,
    index: HashMap<Key, usize>,
    components: Vec<Component>,
    problems: Vec<String>,
}

type Key = (TypeId, String, Direction);

/// One named schema for one direction.
#[derive(Debug)]
pub(super) struct Component {
    /// `None` for those the framework makes itself.
    pub(super) id: Option<TypeId>,
    pub(super) name: String,
    /// Empty for those the framework makes itself: they keep their name whatever else bears it.
    pub(super) module: &'static str,
    pub(super) direction: Direction,
    /// `Null` while it is being described.
    pub(super) body: Value,
}

impl Schemas {
    /// An empty collection.
    pub fn new() -> Self {
        Self {
            direction: Direction::Input,
            travels: Direction::Input,
            separate: true,
            depth: 0,
            index: HashMap::new(),
            components: Vec::new(),
            problems: Vec::new(),
        }
    }

    /// With `separate` false a type has one schema, that of the input, whichever way it travels.
    pub(crate) fn with_separate(separate: bool) -> Self {
        Self {
            separate,
            ..Self::new()
        }
    }

    /// The direction being described.
    pub fn direction(&self) -> Direction {
        self.direction
    }

    /// Runs `describe` for one direction.
    pub fn toward<T>(&mut self, direction: Direction, describe: impl FnOnce(&mut Self) -> T) -> T {
        let seen = if self.separate { direction } else { Direction::Input };
        let before = (self.direction, self.travels);
        (self.direction, self.travels) = (seen, direction);
        let result = describe(self);
        (self.direction, self.travels) = before;
        result
    }

    /// Runs `describe` for a model with computed fields: it has two schemas even where models have one, unless it
    /// stands inside such a model.
    pub fn computed<T>(&mut self, describe: impl FnOnce(&mut Self) -> T) -> T {
        let seen = if self.depth == 0 { self.travels } else { self.direction };
        let before = std::mem::replace(&mut self.direction, seen);
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
        let key = (TypeId::of::<T>(), name.to_owned(), self.direction);
        if let Some(&known) = self.index.get(&key) {
            return placeholder(known);
        }
        let number = self.components.len();
        let direction = self.direction;
        self.components.push(Component {
            id: Some(key.0),
            name: naming::sanitize(name),
            module,
            direction,
            body: Value::Null,
        });
        self.index.insert(key, number);
        self.depth += 1;
        let body = describe(self);
        self.depth -= 1;
        self.components[number].body = body.into();
        placeholder(number)
    }

    /// Adds a component of the framework's own, which is shared with nobody.
    pub(crate) fn own_component(&mut self, name: &str, body: Schema) -> Schema {
        let name = naming::sanitize(name);
        self.components.push(Component {
            id: None,
            name,
            module: "",
            direction: Direction::Input,
            body: body.into(),
        });
        placeholder(self.components.len() - 1)
    }

    /// What [`App::build`](crate::App::build) must refuse, such as a pattern that does not compile.
    pub fn problem(&mut self, text: String) {
        if !self.problems.contains(&text) {
            self.problems.push(text);
        }
    }

    /// Runs `describe`; the problems it records are told to be in `name`, a field or parameter.
    pub fn within<T>(&mut self, name: &str, describe: impl FnOnce(&mut Self) -> T) -> T {
        let outer = std::mem::take(&mut self.problems);
        let result = describe(self);
        let inner = std::mem::replace(&mut self.problems, outer);
        inner
            .iter()
            .for_each(|problem| self.problem(format!("`{name}`: {problem}")));
        result
    }

    /// The problems recorded so far, in order.
    pub(crate) fn take_problems(&mut self) -> Vec<String> {
        std::mem::take(&mut self.problems)
    }

    /// Settles the names, writes them into every reference in `document`, and returns the components it needs, sorted
    /// by name.
    pub(crate) fn finish(self, document: &mut Value) -> Map<String, Value> {
        naming::settle(self.components, document)
    }
}

impl Default for Schemas {
    fn default() -> Self {
        Self::new()
    }
}
