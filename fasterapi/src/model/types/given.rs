//! [`Given`]: a model that knows which of its fields were given.

use std::borrow::Cow;
use std::fmt;
use std::ops::{Deref, DerefMut};

use serde::de::{DeserializeOwned, Error as _};
use serde::ser::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::Value;

use crate::model::{Constraints, Group, JsonSchema, Model, Place, Prune, Reader, Schema, Schemas};

/// A model, and which of its fields were given: what pydantic's models know of themselves.
///
/// It is read, checked and documented as `T` is: what was not sent has its default. It is written without the fields
/// that were not given, at any depth, as with FastAPI's `exclude_unset`.
///
/// ```
/// use fasterapi::prelude::*;
/// use fasterapi::types::Given;
///
/// #[model]
/// struct Lamp {
///     name: Option<String>,
///     #[field(default = 0.75)]
///     dim: f64,
/// }
///
/// let mut stored = Lamp { name: Some("Desk".to_owned()), dim: 0.5 };
/// let update: Given<Lamp> = serde_json::from_str(r#"{"name": null}"#)?;
/// assert_eq!(update.dim, 0.75);
/// assert!(update.has("name") && !update.has("dim"));
/// assert_eq!(serde_json::to_string(&update)?, r#"{"name":null}"#);
///
/// update.apply_to(&mut stored);
/// assert_eq!((stored.name, stored.dim), (None, 0.5));
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Clone, PartialEq)]
pub struct Given<T> {
    value: T,
    /// What it was read from; `None`: all of it was given.
    input: Option<Value>,
}

impl<T> Given<T> {
    /// The model alone.
    pub fn into_inner(self) -> T {
        self.value
    }

    /// Whether the outermost model was given the field of this name, which is the client's for it.
    pub fn has(&self, name: &str) -> bool {
        self.input.as_ref().is_none_or(|input| input.get(name).is_some())
    }
}

impl<T: Model> Given<T> {
    /// The names under which fields of the outermost model were given, in the order they came.
    pub fn fields(&self) -> Vec<&str> {
        let mut known = Vec::new();
        T::keys(&mut known);
        match &self.input {
            Some(Value::Object(given)) => {
                let given = given.keys().map(String::as_str);
                given.filter(|name| known.contains(name)).collect()
            }
            _ => known,
        }
    }

    /// Puts the given fields into `target`; its other fields stay.
    pub fn apply_to(mut self, target: &mut T) {
        match &self.input {
            Some(input) => self.value.assign(target, input),
            None => *target = self.value,
        }
    }
}

/// The model alone: what it was read from has secrets that the model keeps to itself.
impl<T: fmt::Debug> fmt::Debug for Given<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Given").field(&self.value).finish()
    }
}

impl<T> From<T> for Given<T> {
    /// All fields are given.
    fn from(value: T) -> Self {
        Self { value, input: None }
    }
}

impl<T> Deref for Given<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.value
    }
}

impl<T> DerefMut for Given<T> {
    fn deref_mut(&mut self) -> &mut T {
        &mut self.value
    }
}

impl<T: Serialize + JsonSchema> Serialize for Given<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Some(input) = &self.input else {
            return self.value.serialize(serializer);
        };
        let mut json = serde_json::to_value(&self.value).map_err(S::Error::custom)?;
        let prune = Prune {
            given: Some(input),
            ..Prune::NONE
        };
        self.value.prune(&mut json, &prune);
        json.serialize(serializer)
    }
}

impl<'de, T: DeserializeOwned> Deserialize<'de> for Given<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let input = Value::deserialize(deserializer)?;
        let value = T::deserialize(&input).map_err(D::Error::custom)?;
        Ok(Self {
            value,
            input: Some(input),
        })
    }
}

impl<T: JsonSchema> JsonSchema for Given<T> {
    fn schema(schemas: &mut Schemas, constraints: &Constraints) -> Schema {
        T::schema(schemas, constraints)
    }

    fn prune(&self, json: &mut Value, prune: &Prune<'_>) {
        self.value.prune(json, prune);
    }
}

impl<T: Model> Model for Given<T> {
    const PLACE: Place = T::PLACE;
    const LIST: bool = T::LIST;
    // serde alone does not tell what was there
    const FAST: bool = false;
    const PLAIN: bool = false;
    const GROUP: Option<Group> = T::GROUP;

    fn read(value: &Value, constraints: &Constraints, reader: &mut Reader<'_>) -> Option<Self> {
        let read = T::read(value, constraints, reader)?;
        Some(Self {
            value: read,
            input: Some(value.clone()),
        })
    }

    fn meets(&self, constraints: &Constraints) -> bool {
        self.value.meets(constraints)
    }

    fn is_valid(&self) -> bool {
        false
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
