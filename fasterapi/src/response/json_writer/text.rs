//! [`Text`]: what has to be text, the key of a map or JSON that is written already.

use std::fmt::Display;

use serde::ser::{Error, Impossible, Serialize, Serializer};

use super::Result;
use super::writer::Writer;

/// Takes texts, and what keys of maps may be beside.
#[derive(Debug)]
pub(super) struct Text<'w> {
    writer: &'w mut Writer,
    is_key: bool,
}

impl<'w> Text<'w> {
    /// The key of a map.
    pub(super) fn key(writer: &'w mut Writer) -> Self {
        Self { writer, is_key: true }
    }

    /// JSON, which is not written a second time.
    pub(super) fn written(writer: &'w mut Writer) -> Self {
        Self { writer, is_key: false }
    }

    /// Numbers and the like, in quotes.
    fn quoted(self, value: impl Serialize) -> Result {
        self.writer.0.byte(b'"');
        value.serialize(&mut *self.writer)?;
        self.writer.0.byte(b'"');
        Ok(())
    }

    fn float(self, value: impl Serialize, is_finite: bool) -> Result {
        if is_finite {
            self.quoted(value)
        } else {
            Err(Error::custom("float key must be finite (got NaN or +/-inf)"))
        }
    }
}

fn no_text<T>() -> Result<T> {
    Err(Error::custom("key must be a string"))
}

macro_rules! quoted {
    ($($name:ident: $type:ty),*) => {
        $(
            fn $name(self, value: $type) -> Result {
                self.quoted(value)
            }
        )*
    };
}

impl Serializer for Text<'_> {
    type Ok = ();
    type Error = serde_json::Error;
    type SerializeSeq = Impossible<(), serde_json::Error>;
    type SerializeTuple = Impossible<(), serde_json::Error>;
    type SerializeTupleStruct = Impossible<(), serde_json::Error>;
    type SerializeTupleVariant = Impossible<(), serde_json::Error>;
    type SerializeMap = Impossible<(), serde_json::Error>;
    type SerializeStruct = Impossible<(), serde_json::Error>;
    type SerializeStructVariant = Impossible<(), serde_json::Error>;

    quoted!(
        serialize_bool: bool,
        serialize_i8: i8, serialize_i16: i16, serialize_i32: i32, serialize_i64: i64, serialize_i128: i128,
        serialize_u8: u8, serialize_u16: u16, serialize_u32: u32, serialize_u64: u64, serialize_u128: u128
    );

    fn serialize_f32(self, value: f32) -> Result {
        self.float(value, value.is_finite())
    }

    fn serialize_f64(self, value: f64) -> Result {
        self.float(value, value.is_finite())
    }

    fn serialize_char(self, value: char) -> Result {
        self.serialize_str(value.encode_utf8(&mut [0; 4]))
    }

    #[inline]
    fn serialize_str(self, value: &str) -> Result {
        if self.is_key {
            self.writer.0.string(value);
        } else {
            self.writer.0.piece(value.as_bytes());
        }
        Ok(())
    }

    fn serialize_bytes(self, _: &[u8]) -> Result {
        no_text()
    }

    fn serialize_none(self) -> Result {
        no_text()
    }

    fn serialize_some<T: ?Sized + Serialize>(self, value: &T) -> Result {
        value.serialize(self)
    }

    fn serialize_unit(self) -> Result {
        no_text()
    }

    fn serialize_unit_struct(self, _: &'static str) -> Result {
        no_text()
    }

    fn serialize_unit_variant(self, _: &'static str, _: u32, variant: &'static str) -> Result {
        self.serialize_str(variant)
    }

    fn serialize_newtype_struct<T: ?Sized + Serialize>(self, _: &'static str, value: &T) -> Result {
        value.serialize(self)
    }

    fn serialize_newtype_variant<T: ?Sized + Serialize>(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: &T,
    ) -> Result {
        no_text()
    }

    fn serialize_seq(self, _: Option<usize>) -> Result<Self::SerializeSeq> {
        no_text()
    }

    fn serialize_tuple(self, _: usize) -> Result<Self::SerializeTuple> {
        no_text()
    }

    fn serialize_tuple_struct(self, _: &'static str, _: usize) -> Result<Self::SerializeTupleStruct> {
        no_text()
    }

    fn serialize_tuple_variant(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: usize,
    ) -> Result<Self::SerializeTupleVariant> {
        no_text()
    }

    fn serialize_map(self, _: Option<usize>) -> Result<Self::SerializeMap> {
        no_text()
    }

    fn serialize_struct(self, _: &'static str, _: usize) -> Result<Self::SerializeStruct> {
        no_text()
    }

    fn serialize_struct_variant(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: usize,
    ) -> Result<Self::SerializeStructVariant> {
        no_text()
    }

    fn collect_str<T: ?Sized + Display>(self, value: &T) -> Result {
        if self.is_key {
            self.writer.collect_str(value)
        } else {
            self.serialize_str(&value.to_string())
        }
    }
}
