//! [`Members`]: the members of an object or a list, one after the other.

use serde::ser::{
    Serialize, SerializeMap, SerializeSeq, SerializeStruct, SerializeStructVariant, SerializeTuple,
    SerializeTupleStruct, SerializeTupleVariant,
};

use super::Result;
use super::text::Text;
use super::writer::Writer;

/// What is written between two brackets.
#[derive(Debug)]
pub(super) struct Members<'w> {
    writer: &'w mut Writer,
    is_first: bool,
    /// What closes it; nothing when the one member is JSON already.
    end: &'static str,
}

impl<'w> Members<'w> {
    #[inline(always)]
    pub(super) fn new(writer: &'w mut Writer, end: &'static str) -> Self {
        Self {
            writer,
            is_first: true,
            end,
        }
    }

    /// One member that is JSON already.
    pub(super) fn written(writer: &'w mut Writer) -> Self {
        Self::new(writer, "")
    }

    #[inline(always)]
    fn next(&mut self) {
        if !std::mem::take(&mut self.is_first) {
            self.writer.0.byte(b',');
        }
    }

    #[inline(always)]
    fn element<T: ?Sized + Serialize>(&mut self, value: &T) -> Result {
        self.next();
        value.serialize(&mut *self.writer)
    }

    #[inline(always)]
    fn field<T: ?Sized + Serialize>(&mut self, key: &'static str, value: &T) -> Result {
        if self.end.is_empty() {
            return value.serialize(Text::written(self.writer));
        }
        let buffer = &mut self.writer.0;
        if std::mem::take(&mut self.is_first) {
            buffer.byte(b'"');
        } else {
            buffer.pair(*b",\"");
        }
        buffer.text(key);
        buffer.pair(*b"\":");
        value.serialize(&mut *self.writer)
    }

    #[inline(always)]
    fn close(self) -> Result {
        self.writer.0.piece(self.end.as_bytes());
        Ok(())
    }
}

/// The traits by which serde writes lists.
macro_rules! lists {
    ($($trait:ident::$method:ident),*) => {
        $(
            impl $trait for Members<'_> {
                type Ok = ();
                type Error = serde_json::Error;

                #[inline]
                fn $method<T: ?Sized + Serialize>(&mut self, value: &T) -> Result {
                    self.element(value)
                }

                #[inline]
                fn end(self) -> Result {
                    self.close()
                }
            }
        )*
    };
}

lists!(
    SerializeSeq::serialize_element,
    SerializeTuple::serialize_element,
    SerializeTupleStruct::serialize_field,
    SerializeTupleVariant::serialize_field
);

/// The traits by which serde writes objects whose keys are known.
macro_rules! objects {
    ($($trait:ident),*) => {
        $(
            impl $trait for Members<'_> {
                type Ok = ();
                type Error = serde_json::Error;

                #[inline]
                fn serialize_field<T: ?Sized + Serialize>(&mut self, key: &'static str, value: &T) -> Result {
                    self.field(key, value)
                }

                #[inline]
                fn end(self) -> Result {
                    self.close()
                }
            }
        )*
    };
}

objects!(SerializeStruct, SerializeStructVariant);

impl SerializeMap for Members<'_> {
    type Ok = ();
    type Error = serde_json::Error;

    fn serialize_key<T: ?Sized + Serialize>(&mut self, key: &T) -> Result {
        self.next();
        key.serialize(Text::key(self.writer))
    }

    fn serialize_value<T: ?Sized + Serialize>(&mut self, value: &T) -> Result {
        self.writer.0.byte(b':');
        value.serialize(&mut *self.writer)
    }

    fn end(self) -> Result {
        self.close()
    }
}
