//! [`Writer`]: a value, written as JSON.

use std::fmt::{self, Display, Write};

use serde::ser::{Error, Serialize, Serializer};

use super::Result;
use super::buffer::Buffer;
use super::members::Members;

/// Where serde writes to.
#[derive(Debug)]
pub(super) struct Writer(pub(super) Buffer);

impl Writer {
    /// Numbers, which serde_json writes well.
    #[inline]
    fn number(&mut self, number: impl Serialize) -> Result {
        serde_json::to_writer(&mut self.0.0, &number)
    }

    /// Begins an object with one member, which is called as the variant.
    fn variant(&mut self, name: &'static str) -> &mut Self {
        self.0.byte(b'{');
        self.0.string(name);
        self.0.byte(b':');
        self
    }

    #[inline(always)]
    fn list(&mut self, end: &'static str) -> Result<Members<'_>> {
        self.0.byte(b'[');
        Ok(Members::new(self, end))
    }

    #[inline(always)]
    fn object(&mut self, end: &'static str) -> Result<Members<'_>> {
        self.0.byte(b'{');
        Ok(Members::new(self, end))
    }
}

macro_rules! numbers {
    ($($name:ident: $type:ty),*) => {
        $(
            #[inline]
            fn $name(self, number: $type) -> Result {
                self.number(number)
            }
        )*
    };
}

impl<'w> Serializer for &'w mut Writer {
    type Ok = ();
    type Error = serde_json::Error;
    type SerializeSeq = Members<'w>;
    type SerializeTuple = Members<'w>;
    type SerializeTupleStruct = Members<'w>;
    type SerializeTupleVariant = Members<'w>;
    type SerializeMap = Members<'w>;
    type SerializeStruct = Members<'w>;
    type SerializeStructVariant = Members<'w>;

    numbers!(
        serialize_i8: i8, serialize_i16: i16, serialize_i32: i32, serialize_i64: i64, serialize_i128: i128,
        serialize_u8: u8, serialize_u16: u16, serialize_u32: u32, serialize_u64: u64, serialize_u128: u128,
        serialize_f32: f32, serialize_f64: f64
    );

    #[inline]
    fn serialize_bool(self, value: bool) -> Result {
        self.0.piece(if value { b"true" } else { b"false" });
        Ok(())
    }

    fn serialize_char(self, value: char) -> Result {
        self.serialize_str(value.encode_utf8(&mut [0; 4]))
    }

    #[inline]
    fn serialize_str(self, value: &str) -> Result {
        self.0.string(value);
        Ok(())
    }

    fn serialize_bytes(self, value: &[u8]) -> Result {
        self.collect_seq(value)
    }

    #[inline]
    fn serialize_none(self) -> Result {
        self.serialize_unit()
    }

    #[inline]
    fn serialize_some<T: ?Sized + Serialize>(self, value: &T) -> Result {
        value.serialize(self)
    }

    #[inline]
    fn serialize_unit(self) -> Result {
        self.0.piece(b"null");
        Ok(())
    }

    fn serialize_unit_struct(self, _: &'static str) -> Result {
        self.serialize_unit()
    }

    #[inline]
    fn serialize_unit_variant(self, _: &'static str, _: u32, variant: &'static str) -> Result {
        self.serialize_str(variant)
    }

    #[inline]
    fn serialize_newtype_struct<T: ?Sized + Serialize>(self, _: &'static str, value: &T) -> Result {
        value.serialize(self)
    }

    fn serialize_newtype_variant<T: ?Sized + Serialize>(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        value: &T,
    ) -> Result {
        value.serialize(self.variant(variant))?;
        self.0.byte(b'}');
        Ok(())
    }

    #[inline]
    fn serialize_seq(self, _: Option<usize>) -> Result<Members<'w>> {
        self.list("]")
    }

    fn serialize_tuple(self, _: usize) -> Result<Members<'w>> {
        self.list("]")
    }

    fn serialize_tuple_struct(self, _: &'static str, _: usize) -> Result<Members<'w>> {
        self.list("]")
    }

    fn serialize_tuple_variant(self, _: &'static str, _: u32, variant: &'static str, _: usize) -> Result<Members<'w>> {
        self.variant(variant).list("]}")
    }

    #[inline]
    fn serialize_map(self, _: Option<usize>) -> Result<Members<'w>> {
        self.object("}")
    }

    #[inline]
    fn serialize_struct(self, name: &'static str, _: usize) -> Result<Members<'w>> {
        // `RawValue`, and `Number` of any precision: the one member holds JSON as text
        if name.starts_with("$serde_json::private::") {
            return Ok(Members::written(self));
        }
        self.object("}")
    }

    fn serialize_struct_variant(self, _: &'static str, _: u32, variant: &'static str, _: usize) -> Result<Members<'w>> {
        self.variant(variant).object("}}")
    }

    fn collect_str<T: ?Sized + Display>(self, value: &T) -> Result {
        self.0.byte(b'"');
        write!(Shown(&mut self.0), "{value}").map_err(Error::custom)?;
        self.0.byte(b'"');
        Ok(())
    }
}

/// Takes what a type shows of itself, inside of a string.
struct Shown<'b>(&'b mut Buffer);

impl Write for Shown<'_> {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        self.0.text(text);
        Ok(())
    }
}
