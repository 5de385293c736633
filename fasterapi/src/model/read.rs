//! [`Model`], the reading side of a type.

use std::borrow::Cow;

use serde::de::DeserializeOwned;
use serde_json::Value;

use super::{Constraints, Group, JsonSchema, Prune, Reader, Schema, Schemas};

/// Where a plain argument of this type is looked for when no attribute says so.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// Path or query: numbers, strings, booleans, enums, dates, and an `Option` of one.
    Parameter,
    /// The JSON body: models, lists, maps, tuples.
    Body,
    /// A form: a file, an `Option` of one, or a list of them.
    File,
}

/// A type that can be read from a request. `#[model]` implements it.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be read from a request",
    label = "neither a model nor a type fasterapi knows",
    note = "put `#[model]` on `{Self}`, or bind the argument with `#[depends(..)]`"
)]
pub trait Model: JsonSchema + DeserializeOwned + Send + 'static {
    /// Where a plain argument of this type is looked for.
    const PLACE: Place;

    /// Whether a parameter of this type takes every value of a repeated key (`?q=a&q=b`).
    const LIST: bool = false;

    /// Whether what serde accepts is what [`Model::read`] accepts, so that bodies may be read by serde first.
    const FAST: bool = true;

    /// [`FAST`](Self::FAST) apart from the models inside, which answer for themselves in [`Model::is_valid`]: a
    /// recursive type can be asked this.
    #[doc(hidden)]
    const PLAIN: bool = true;

    /// The fields, where a parameter of this type stands for one parameter each.
    #[doc(hidden)]
    const GROUP: Option<Group> = None;

    /// Reads leniently, as pydantic does, and records every error. `None` means at least one error was recorded.
    fn read(value: &Value, constraints: &Constraints, reader: &mut Reader<'_>) -> Option<Self>;

    /// Whether the value itself meets `constraints`: always, when nothing is asked. Only called on values the fast
    /// path produced. `false` where only [`Model::read`] can tell: for `strict`, and where a string is transformed.
    fn meets(&self, constraints: &Constraints) -> bool;

    /// Whether everything inside the value is valid: the fields of a model, the items of a list.
    #[inline]
    fn is_valid(&self) -> bool {
        true
    }

    /// Reads the text of a parameter on the fast path. `None` sends it to [`Model::read`], which explains.
    #[inline]
    fn from_text(_text: &str) -> Option<Self> {
        None
    }

    /// The value when nothing was sent: `Some(None)` for an `Option`, `None` (an error) for all else.
    #[inline]
    fn absent() -> Option<Self> {
        None
    }

    /// The fast path for a whole JSON body: serde, then the constraints.
    #[inline]
    fn from_json(bytes: &[u8], constraints: &Constraints) -> Option<Self> {
        if !Self::FAST {
            return None;
        }
        let value: Self = serde_json::from_slice(bytes).ok()?;
        (value.meets(constraints) && value.is_valid()).then_some(value)
    }

    /// [`JsonSchema::schema`], for those who know the type as a model.
    #[doc(hidden)]
    fn describe(schemas: &mut Schemas, constraints: &Constraints) -> Schema {
        Self::schema(schemas, constraints)
    }

    /// [`JsonSchema::prune`], for those who know the type as a model.
    #[doc(hidden)]
    fn trim(&self, json: &mut Value, prune: &Prune<'_>) {
        self.prune(json, prune);
    }

    /// Exchanges with `target` the fields that `given`, which this was read from, has; the whole of what is not a model
    /// with fields.
    #[doc(hidden)]
    fn assign(&mut self, target: &mut Self, _given: &Value) {
        std::mem::swap(self, target);
    }

    /// What pydantic calls the type in the location of a union's errors: `int`, `list[int]`, `Item`.
    #[doc(hidden)]
    fn label(_constraints: &Constraints) -> Cow<'static, str> {
        Cow::Borrowed("value")
    }

    /// The schema of the object itself, not a reference to it; `None` for what is not a model with fields.
    #[doc(hidden)]
    fn object(_schemas: &mut Schemas) -> Option<Schema> {
        None
    }

    /// Adds the names of the model's fields; `false` for what is not a model with fields.
    #[doc(hidden)]
    fn keys(_known: &mut Vec<&'static str>) -> bool {
        false
    }
}
