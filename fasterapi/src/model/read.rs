//! [`Model`], the reading side of a type, and the [`Reader`] that collects what is wrong.

use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

use super::{Constraints, JsonSchema};
use crate::http::{ErrorDetail, Errors, Loc, Location};

/// Where a plain argument of this type is looked for when no attribute says so.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// Path or query: numbers, strings, booleans, enums, dates, and an `Option` of one.
    Parameter,
    /// The JSON body: models, lists, maps, tuples.
    Body,
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

    /// Reads leniently, as pydantic does, and records every error. `None` means at least one error was recorded.
    fn read(value: &Value, constraints: &Constraints, reader: &mut Reader<'_>) -> Option<Self>;

    /// Whether the value itself meets `constraints`. Only called on values the fast path produced.
    fn meets(&self, constraints: &Constraints) -> bool;

    /// Whether everything inside the value is valid: the fields of a model, the items of a list.
    fn is_valid(&self) -> bool {
        true
    }

    /// Reads the text of a parameter on the fast path. `None` sends it to [`Model::read`], which explains.
    fn from_text(_text: &str) -> Option<Self> {
        None
    }

    /// The value when nothing was sent: `Some(None)` for an `Option`, `None` (an error) for all else.
    fn absent() -> Option<Self> {
        None
    }

    /// The fast path for a whole JSON body: serde, then the constraints.
    fn from_json(bytes: &[u8], constraints: &Constraints) -> Option<Self> {
        if !Self::FAST {
            return None;
        }
        let value: Self = serde_json::from_slice(bytes).ok()?;
        (value.meets(constraints) && value.is_valid()).then_some(value)
    }
}

/// Collects errors while [`Model::read`] walks an input, and knows where in it the walk stands.
#[derive(Debug)]
pub struct Reader<'e> {
    errors: &'e mut Errors,
    location: Location,
}

impl<'e> Reader<'e> {
    /// A reader that stands at `location` and adds to `errors`.
    pub fn new(errors: &'e mut Errors, location: Location) -> Self {
        Self { errors, location }
    }

    /// Runs `read` one step further down.
    pub fn at<T>(&mut self, step: impl Into<Loc>, read: impl FnOnce(&mut Self) -> T) -> T {
        self.location.push(step.into());
        let result = read(self);
        self.location.pop();
        result
    }

    /// Runs `read` with errors of its own: for unions, which try one member after the other.
    pub fn attempt<T>(&mut self, read: impl FnOnce(&mut Reader<'_>) -> T) -> (T, Errors) {
        let mut errors = Errors::new();
        let result = read(&mut Reader { errors: &mut errors, location: self.location.clone() });
        (result, errors)
    }

    /// Records an error at the present location.
    pub fn error(
        &mut self,
        kind: impl Into<std::borrow::Cow<'static, str>>,
        msg: impl Into<std::borrow::Cow<'static, str>>,
        input: &Value,
        ctx: Option<Map<String, Value>>,
    ) {
        let error =
            ErrorDetail { kind: kind.into(), loc: self.location.clone(), msg: msg.into(), input: input.clone(), ctx };
        self.errors.push(error);
    }

    /// Records `missing` ("Field required") for the field `name`; `input` is the enclosing object.
    pub fn missing(&mut self, name: impl Into<Loc>, input: &Value) {
        self.at(name, |reader| reader.error("missing", "Field required", input, None));
    }

    /// Adds errors that an [`attempt`](Self::attempt) collected.
    pub fn extend(&mut self, errors: Errors) {
        self.errors.append(errors);
    }

    /// How many errors have been recorded in the whole request so far.
    pub fn count(&self) -> usize {
        self.errors.len()
    }
}
