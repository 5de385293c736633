//! [`ByteString`]: bytes that travel as text.

use std::borrow::Cow;
use std::ops::Deref;

use bytes::Bytes;
use serde::{Deserialize, Deserializer, Serialize, Serializer, ser};
use serde_json::Value;

use crate::model::{Constraints, JsonSchema, Model, Place, Reader, Schema, Schemas, errors};

/// Bytes that are sent as the text they are in UTF-8: pydantic's `bytes`. Lengths count bytes.
///
/// Bytes that are no text cannot be written to an answer; [`EncodedBytes`](super::EncodedBytes) can.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ByteString(pub Bytes);

impl Deref for ByteString {
    type Target = [u8];

    fn deref(&self) -> &[u8] {
        &self.0
    }
}

impl<T: Into<Bytes>> From<T> for ByteString {
    fn from(bytes: T) -> Self {
        Self(bytes.into())
    }
}

impl Serialize for ByteString {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let text = std::str::from_utf8(self).map_err(ser::Error::custom)?;
        serializer.serialize_str(text)
    }
}

impl<'de> Deserialize<'de> for ByteString {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer).map(Self::from)
    }
}

impl JsonSchema for ByteString {
    fn schema(_: &mut Schemas, constraints: &Constraints) -> Schema {
        described(constraints)
    }
}

/// The schema of bytes, of these lengths.
pub(super) fn described(constraints: &Constraints) -> Schema {
    Schema::of_type("string")
        .with("contentMediaType", "application/octet-stream")
        .with_some("maxLength", constraints.max_length)
        .with_some("minLength", constraints.min_length)
}

/// Whether `len` is a length asked for; records the error when it is not.
pub(super) fn length(len: usize, value: &Value, constraints: &Constraints, reader: &mut Reader<'_>) -> bool {
    match (constraints.min_length, constraints.max_length) {
        (Some(min), _) if len < min => errors::bytes_too_short(reader, value, min),
        (_, Some(max)) if len > max => errors::bytes_too_long(reader, value, max),
        _ => return true,
    }
    false
}

impl Model for ByteString {
    const PLACE: Place = Place::Parameter;

    fn read(value: &Value, constraints: &Constraints, reader: &mut Reader<'_>) -> Option<Self> {
        let Value::String(text) = value else {
            errors::bytes_type(reader, value);
            return None;
        };
        reader.lax();
        length(text.len(), value, constraints, reader).then(|| Self::from(text.clone()))
    }

    #[inline]
    fn meets(&self, constraints: &Constraints) -> bool {
        crate::model::lists::length_meets(self.len(), constraints)
    }

    #[inline]
    fn from_text(text: &str) -> Option<Self> {
        Some(Self::from(text.to_owned()))
    }

    fn label(_: &Constraints) -> Cow<'static, str> {
        Cow::Borrowed("bytes")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::testing::{kind, read};
    use serde_json::json;

    #[test]
    fn text_there_and_back() {
        let bytes: ByteString = read(json!("aü")).unwrap();
        assert_eq!(&*bytes, [b'a', 0xC3, 0xBC]);
        assert_eq!(serde_json::to_value(&bytes).unwrap(), "aü");
        assert_eq!(kind::<ByteString>(json!(5)), "bytes_type");
        assert!(serde_json::to_value(ByteString::from(vec![0xFF])).is_err());
    }
}
