//! Files of a form, as they are or as their bytes. A reader knows the form, and a file is found there by its place.

use std::borrow::Cow;

use bytes::Bytes;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::Value;

use super::{Constraints, JsonSchema, Model, Place, Reader, Schema, Schemas, errors};
use crate::request::UploadFile;

fn binary(constraints: &Constraints) -> Schema {
    Schema::of_type("string")
        .with("contentMediaType", "application/octet-stream")
        .with_some("maxLength", constraints.max_length)
        .with_some("minLength", constraints.min_length)
}

impl JsonSchema for UploadFile {
    fn schema(_: &mut Schemas, _: &Constraints) -> Schema {
        binary(&Constraints::NONE)
    }
}

impl Model for UploadFile {
    const PLACE: Place = Place::File;
    const FAST: bool = false;
    const PLAIN: bool = false;

    fn read(value: &Value, _: &Constraints, reader: &mut Reader<'_>) -> Option<Self> {
        let file = value.is_object().then(|| reader.upload()).flatten();
        if file.is_none() {
            errors::no_upload(reader, value);
        }
        file
    }

    fn meets(&self, _: &Constraints) -> bool {
        true
    }

    fn label(_: &Constraints) -> Cow<'static, str> {
        Cow::Borrowed("UploadFile")
    }
}

/// The bytes of a file, or of a text where a file was asked for.
#[derive(Debug, Clone)]
pub struct FileContent(pub(crate) Bytes);

impl JsonSchema for FileContent {
    fn schema(_: &mut Schemas, constraints: &Constraints) -> Schema {
        binary(constraints)
    }
}

impl Model for FileContent {
    const PLACE: Place = Place::File;
    const FAST: bool = false;
    const PLAIN: bool = false;

    fn read(value: &Value, constraints: &Constraints, reader: &mut Reader<'_>) -> Option<Self> {
        let content = match value {
            Value::String(text) => Bytes::from(text.clone()),
            _ => match reader.upload().map(|file| file.content()) {
                Some(Ok(content)) => content,
                _ => {
                    errors::bytes_type(reader, value);
                    return None;
                }
            },
        };
        let input = || Value::from(String::from_utf8_lossy(&content));
        if let Some(min) = constraints.min_length.filter(|min| content.len() < *min) {
            errors::bytes_too_short(reader, &input(), min);
            return None;
        }
        if let Some(max) = constraints.max_length.filter(|max| content.len() > *max) {
            errors::bytes_too_long(reader, &input(), max);
            return None;
        }
        Some(Self(content))
    }

    fn meets(&self, constraints: &Constraints) -> bool {
        super::lists::length_meets(self.0.len(), constraints)
    }

    fn label(_: &Constraints) -> Cow<'static, str> {
        Cow::Borrowed("bytes")
    }
}

impl Serialize for FileContent {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        String::from_utf8_lossy(&self.0).serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for FileContent {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer).map(|text| Self(text.into()))
    }
}
