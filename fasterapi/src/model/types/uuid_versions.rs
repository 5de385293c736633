//! [`UuidOf`]: a UUID of one version.

use std::borrow::Cow;
use std::fmt;
use std::ops::Deref;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, de};
use serde_json::{Map, Value};
use uuid::Uuid;

use crate::model::{Constraints, JsonSchema, Model, Place, Reader, Schema, Schemas};

/// A UUID of the version `V`, from 1 to 8; a `uuid::Uuid` to those who look at it. [`Uuid4`] and its kin have names.
///
/// ```
/// use fasterapi::types::Uuid4;
///
/// let id: Uuid4 = "2f1ac6ae-3f0e-4c30-9d0a-0a3d2b7d8f10".parse()?;
/// assert_eq!(id.get_version_num(), 4);
/// assert!("6ba7b810-9dad-11d1-80b4-00c04fd430c8".parse::<Uuid4>().is_err());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(transparent)]
pub struct UuidOf<const V: usize>(Uuid);

/// Of time and place.
pub type Uuid1 = UuidOf<1>;
/// Of a name, by MD5.
pub type Uuid3 = UuidOf<3>;
/// Of chance.
pub type Uuid4 = UuidOf<4>;
/// Of a name, by SHA-1.
pub type Uuid5 = UuidOf<5>;
/// As version 1, in an order that sorts.
pub type Uuid6 = UuidOf<6>;
/// Of the time in milliseconds, then of chance.
pub type Uuid7 = UuidOf<7>;
/// As somebody saw fit.
pub type Uuid8 = UuidOf<8>;

/// A text that is no UUID, or one of another version.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum InvalidUuid {
    /// No UUID.
    Parse(uuid::Error),
    /// This version was asked for.
    Version(usize),
}

impl fmt::Display for InvalidUuid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Parse(error) => write!(f, "not a UUID: {error}"),
            Self::Version(expected) => write!(f, "UUID version {expected} expected"),
        }
    }
}

impl std::error::Error for InvalidUuid {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Parse(error) => Some(error),
            Self::Version(_) => None,
        }
    }
}

impl<const V: usize> TryFrom<Uuid> for UuidOf<V> {
    type Error = InvalidUuid;

    fn try_from(uuid: Uuid) -> Result<Self, InvalidUuid> {
        let right = uuid.get_version_num() == V;
        right.then_some(Self(uuid)).ok_or(InvalidUuid::Version(V))
    }
}

impl<const V: usize> From<UuidOf<V>> for Uuid {
    fn from(uuid: UuidOf<V>) -> Self {
        uuid.0
    }
}

impl<const V: usize> FromStr for UuidOf<V> {
    type Err = InvalidUuid;

    fn from_str(text: &str) -> Result<Self, InvalidUuid> {
        Uuid::parse_str(text).map_err(InvalidUuid::Parse)?.try_into()
    }
}

impl<const V: usize> Deref for UuidOf<V> {
    type Target = Uuid;

    fn deref(&self) -> &Uuid {
        &self.0
    }
}

impl<const V: usize> fmt::Display for UuidOf<V> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl<'de, const V: usize> Deserialize<'de> for UuidOf<V> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Uuid::deserialize(deserializer)?.try_into().map_err(de::Error::custom)
    }
}

impl<const V: usize> JsonSchema for UuidOf<V> {
    fn schema(_: &mut Schemas, _: &Constraints) -> Schema {
        Schema::of_format("string", &format!("uuid{V}"))
    }
}

impl<const V: usize> Model for UuidOf<V> {
    const PLACE: Place = Place::Parameter;

    fn read(value: &Value, constraints: &Constraints, reader: &mut Reader<'_>) -> Option<Self> {
        let uuid = Uuid::read(value, constraints, reader)?;
        let read = Self::try_from(uuid);
        if let Err(error) = &read {
            let ctx = Map::from_iter([("expected_version".to_owned(), V.into())]);
            reader.error("uuid_version", error.to_string(), value, Some(ctx));
        }
        read.ok()
    }

    #[inline]
    fn meets(&self, _: &Constraints) -> bool {
        true
    }

    #[inline]
    fn from_text(text: &str) -> Option<Self> {
        Uuid::try_parse(text).ok()?.try_into().ok()
    }

    fn label(_: &Constraints) -> Cow<'static, str> {
        Cow::Borrowed("uuid")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::testing::{kind, read};
    use serde_json::json;

    #[test]
    fn of_one_version() {
        let random = "2f1ac6ae-3f0e-4c30-9d0a-0a3d2b7d8f10";
        assert_eq!(
            read::<Uuid4>(json!(random)).map(|id| id.to_string()),
            Ok(random.to_owned())
        );
        assert_eq!(kind::<Uuid7>(json!(random)), "uuid_version");
        assert_eq!(kind::<Uuid4>(json!("x")), "uuid_parsing");
        assert!(serde_json::from_value::<Uuid1>(json!(random)).is_err());
        assert!(Uuid7::from_text(random).is_none());
    }
}
