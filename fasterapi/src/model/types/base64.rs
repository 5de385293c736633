//! [`Base64Bytes`] and [`EncodedBytes`]: bytes that travel as base64.

use std::borrow::Cow;
use std::ops::Deref;

use base64::Engine;
use base64::alphabet;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};
use bytes::Bytes;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use serde_json::{Map, Value};

use super::byte_string;
use crate::model::{Constraints, JsonSchema, Model, Place, Reader, Schema, Schemas, errors};

const LENIENT: GeneralPurposeConfig = GeneralPurposeConfig::new()
    .with_decode_padding_mode(DecodePaddingMode::Indifferent)
    .with_decode_allow_trailing_bits(true);
const STANDARD: GeneralPurpose = GeneralPurpose::new(&alphabet::STANDARD, LENIENT);
const URL_SAFE: GeneralPurpose = GeneralPurpose::new(&alphabet::URL_SAFE, LENIENT);

/// Bytes of base64 in the alphabet of RFC 4648, section 4; padding must be there. What is none of its letters is
/// passed over, as MIME has it.
fn standard(text: &str) -> Result<Vec<u8>, String> {
    let is_letter = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/');
    let letters: Vec<u8> = text
        .bytes()
        .take_while(|byte| *byte != b'=')
        .filter(is_letter)
        .collect();
    let padding = text.bytes().filter(|byte| *byte == b'=').count();
    match letters.len() % 4 {
        1 => Err(format!(
            "Invalid base64-encoded string: number of data characters ({}) cannot be 1 more than a multiple of 4",
            letters.len()
        )),
        rest if rest > 0 && padding < 4 - rest => Err("Incorrect padding".to_owned()),
        _ => STANDARD.decode(letters).map_err(|error| error.to_string()),
    }
}

/// Bytes of base64 in either alphabet, with or without padding.
fn either(text: &str) -> Result<Vec<u8>, String> {
    let engine = if text.contains(['-', '_']) { URL_SAFE } else { STANDARD };
    engine.decode(text).map_err(|error| error.to_string())
}

fn wrong_base64(reader: &mut Reader<'_>, value: &Value, error: &str) {
    let ctx = Map::from_iter([("error".to_owned(), error.into())]);
    reader.error(
        "base64_decode",
        format!("Base64 decoding error: '{error}'"),
        value,
        Some(ctx),
    );
}

fn wrong_encoding(reader: &mut Reader<'_>, value: &Value, error: &str) {
    let ctx = Map::from_iter([
        ("encoding".to_owned(), "base64".into()),
        ("encoding_error".to_owned(), error.into()),
    ]);
    let text = format!("Data should be valid base64: {error}");
    reader.error("bytes_invalid_encoding", text, value, Some(ctx));
}

macro_rules! encoded {
    ($($(#[$doc:meta])* $bytes:ident $decode:ident $encode:ident $wrong:ident $keyword:literal;)*) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub struct $bytes(pub Bytes);

        impl Deref for $bytes {
            type Target = [u8];

            fn deref(&self) -> &[u8] {
                &self.0
            }
        }

        impl<T: Into<Bytes>> From<T> for $bytes {
            fn from(bytes: T) -> Self {
                Self(bytes.into())
            }
        }

        impl Serialize for $bytes {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(&$encode.encode(&self.0))
            }
        }

        impl<'de> Deserialize<'de> for $bytes {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let text = Cow::<'de, str>::deserialize(deserializer)?;
                $decode(&text).map(Self::from).map_err(de::Error::custom)
            }
        }

        impl JsonSchema for $bytes {
            fn schema(_: &mut Schemas, constraints: &Constraints) -> Schema {
                byte_string::described(constraints).with($keyword, "base64")
            }
        }

        impl Model for $bytes {
            const PLACE: Place = Place::Parameter;

            fn read(value: &Value, constraints: &Constraints, reader: &mut Reader<'_>) -> Option<Self> {
                let Value::String(text) = value else {
                    errors::bytes_type(reader, value);
                    return None;
                };
                reader.lax();
                match $decode(text) {
                    Ok(bytes) => {
                        byte_string::length(bytes.len(), value, constraints, reader).then(|| Self::from(bytes))
                    }
                    Err(error) => {
                        $wrong(reader, value, &error);
                        None
                    }
                }
            }

            #[inline]
            fn meets(&self, constraints: &Constraints) -> bool {
                crate::model::lists::length_meets(self.len(), constraints)
            }

            fn from_text(text: &str) -> Option<Self> {
                $decode(text).ok().map(Self::from)
            }

            fn label(_: &Constraints) -> Cow<'static, str> {
                Cow::Borrowed("bytes")
            }
        }
    )*};
}

encoded! {
    /// Bytes as padded base64 of the usual alphabet: pydantic's `Base64Bytes`. The document says `format: base64`.
    Base64Bytes standard STANDARD wrong_base64 "format";

    /// Bytes as base64, read in either alphabet and written in the one that URLs can hold: pydantic's `bytes` in a
    /// model whose JSON is set to base64. The document says `contentEncoding: base64`, as JSON Schema does.
    EncodedBytes either URL_SAFE wrong_encoding "contentEncoding";
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::testing::{kind, read};
    use serde_json::json;

    #[test]
    fn base64_there_and_back() {
        let typed: Base64Bytes = read(json!("aGVsbG8=")).unwrap();
        assert_eq!(
            (&*typed, serde_json::to_value(&typed).unwrap()),
            (&b"hello"[..], json!("aGVsbG8="))
        );
        let encoded: EncodedBytes = read(json!("+/+/")).unwrap();
        assert_eq!(serde_json::to_value(&encoded).unwrap(), "-_-_");
        assert_eq!(read::<EncodedBytes>(json!("-_-_")), Ok(encoded));
        assert_eq!(kind::<Base64Bytes>(json!("aGVsbG8")), "base64_decode");
        assert_eq!(kind::<EncodedBytes>(json!("a")), "bytes_invalid_encoding");
        assert_eq!(kind::<EncodedBytes>(json!(5)), "bytes_type");
    }
}
