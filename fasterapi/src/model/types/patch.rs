//! [`Patch`]: a field that knows whether it was sent.

use std::borrow::Cow;

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::Value;

use crate::model::{Constraints, JsonSchema, Model, Place, Prune, Reader, Schema, Schemas};

/// A field of a partial update: sent, or absent. `Patch<Option<T>>` also tells a `null` that was sent from nothing at
/// all. In a `#[model]` an absent field is not written either.
///
/// ```
/// use fasterapi::prelude::*;
/// use fasterapi::types::Patch;
///
/// #[model]
/// struct LampUpdate {
///     name: Patch<Option<String>>,
///     watts: Patch<f64>,
/// }
///
/// let update: LampUpdate = serde_json::from_str(r#"{"name": null}"#)?;
/// assert_eq!(update.name, Patch::Sent(None));
/// assert_eq!(update.watts, Patch::Absent);
/// assert_eq!(serde_json::to_string(&update)?, r#"{"name":null}"#);
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub enum Patch<T> {
    /// Nothing was sent.
    #[default]
    Absent,
    /// This was sent.
    Sent(T),
}

impl<T> Patch<T> {
    /// Whether nothing was sent.
    pub const fn is_absent(&self) -> bool {
        matches!(self, Self::Absent)
    }

    /// What was sent, if anything.
    pub fn sent(self) -> Option<T> {
        match self {
            Self::Absent => None,
            Self::Sent(value) => Some(value),
        }
    }

    /// A look at what was sent, if anything.
    pub const fn as_ref(&self) -> Patch<&T> {
        match self {
            Self::Absent => Patch::Absent,
            Self::Sent(value) => Patch::Sent(value),
        }
    }

    /// Writes what was sent, if anything, to `target`.
    pub fn apply_to(self, target: &mut T) {
        if let Self::Sent(value) = self {
            *target = value;
        }
    }
}

impl<T> From<T> for Patch<T> {
    fn from(value: T) -> Self {
        Self::Sent(value)
    }
}

impl<T: Serialize> Serialize for Patch<T> {
    /// An absent value that must be written all the same is `null`.
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Absent => serializer.serialize_none(),
            Self::Sent(value) => value.serialize(serializer),
        }
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Patch<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        T::deserialize(deserializer).map(Self::Sent)
    }
}

impl<T: JsonSchema> JsonSchema for Patch<T> {
    fn schema(schemas: &mut Schemas, constraints: &Constraints) -> Schema {
        T::schema(schemas, constraints)
    }

    fn prune(&self, json: &mut Value, prune: &Prune<'_>) {
        if let Self::Sent(value) = self {
            value.prune(json, prune);
        }
    }
}

impl<T: Model> Model for Patch<T> {
    const PLACE: Place = T::PLACE;
    const LIST: bool = T::LIST;
    const FAST: bool = T::FAST;
    const PLAIN: bool = T::PLAIN;

    fn read(value: &Value, constraints: &Constraints, reader: &mut Reader<'_>) -> Option<Self> {
        T::read(value, constraints, reader).map(Self::Sent)
    }

    #[inline]
    fn meets(&self, constraints: &Constraints) -> bool {
        match self {
            Self::Absent => true,
            Self::Sent(value) => value.meets(constraints),
        }
    }

    #[inline]
    fn is_valid(&self) -> bool {
        match self {
            Self::Absent => true,
            Self::Sent(value) => value.is_valid(),
        }
    }

    #[inline]
    fn from_text(text: &str) -> Option<Self> {
        T::from_text(text).map(Self::Sent)
    }

    #[inline]
    fn absent() -> Option<Self> {
        Some(Self::Absent)
    }

    fn label(constraints: &Constraints) -> Cow<'static, str> {
        T::label(constraints)
    }
}
