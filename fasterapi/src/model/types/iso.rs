//! [`Iso`]: dates, times and durations of other libraries, read and written as ours are.

use std::borrow::Cow;
use std::ops::Deref;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de, ser};
use serde_json::Value;

use crate::http::Errors;
use crate::model::{Constraints, JsonSchema, Model, Place, Reader, Schema, Schemas, errors};

/// A date, time or duration of another library, read and written in the texts pydantic has for it: features `chrono` and
/// `time`.
///
/// `time`'s own types write texts that are not ISO 8601, and `chrono::TimeDelta` writes none: they need this around
/// them. chrono's other types are models as they are, and write what chrono writes; with this around them, what pydantic
/// does.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Iso<T>(pub T);

/// A type that [`Iso`] can hold: how it is read, and what it is written as.
pub trait Temporal: Sized + Send + 'static {
    /// What is read first.
    type Read: Model;
    /// What is written in its place.
    type Written: Serialize;

    /// The value that was read; `None` when this type has no room for it.
    fn from_read(read: Self::Read) -> Option<Self>;

    /// The value to write; `None` when it is beyond the years -9999 to 9999.
    fn to_written(&self) -> Option<Self::Written>;
}

impl<T> Deref for Iso<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.0
    }
}

impl<T> From<T> for Iso<T> {
    fn from(value: T) -> Self {
        Self(value)
    }
}

impl<T: Temporal> Serialize for Iso<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let written = self.0.to_written();
        let beyond = || ser::Error::custom("a date beyond the years -9999 to 9999");
        written.ok_or_else(beyond)?.serialize(serializer)
    }
}

impl<'de, T: Temporal> Deserialize<'de> for Iso<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let value = Value::deserialize(deserializer)?;
        let mut errors = Errors::new();
        let read = Self::read(&value, &Constraints::NONE, &mut Reader::new(&mut errors, Vec::new()));
        let wrong = errors.as_slice().first().map(|error| error.msg.clone());
        read.ok_or_else(|| de::Error::custom(wrong.unwrap_or_default()))
    }
}

impl<T: Temporal> JsonSchema for Iso<T> {
    fn schema(schemas: &mut Schemas, constraints: &Constraints) -> Schema {
        T::Read::schema(schemas, constraints)
    }
}

/// Reads a value of another library's type; also for the models among them.
pub(in crate::model) fn read<T: Temporal>(
    value: &Value,
    constraints: &Constraints,
    reader: &mut Reader<'_>,
) -> Option<T> {
    let read = T::from_read(T::Read::read(value, constraints, reader)?);
    if read.is_none() {
        errors::value_error(reader, value, "there is no room for it");
    }
    read
}

impl<T: Temporal> Model for Iso<T> {
    const PLACE: Place = T::Read::PLACE;
    const FAST: bool = false;
    const PLAIN: bool = false;

    fn read(value: &Value, constraints: &Constraints, reader: &mut Reader<'_>) -> Option<Self> {
        read(value, constraints, reader).map(Self)
    }

    fn meets(&self, _: &Constraints) -> bool {
        false
    }

    fn label(constraints: &Constraints) -> Cow<'static, str> {
        T::Read::label(constraints)
    }
}
