//! Enums whose variants are told apart by a field that they have themselves, or by a function: `discriminator = ..`.

use std::borrow::Cow;

use serde_json::Value;

use super::unions::{expected, one_of, python_str};
use super::{Reader, Schema, errors};

/// Tells which variant a value is.
#[derive(Debug)]
pub struct Discriminator {
    /// How it is done.
    pub pick: Pick,
    /// The tags of each variant.
    pub variants: &'static [&'static [&'static str]],
}

/// How the tag of a value is found.
#[derive(Debug)]
pub enum Pick {
    /// In this field.
    Field(&'static str),
    /// By the function of this name; `None`: the value is none of the variants.
    Function(&'static str, fn(&Value) -> Option<&str>),
}

impl Discriminator {
    /// Reads the variant that `value` is, its tag being a step of its errors' locations.
    pub fn read<T>(
        &self,
        value: &Value,
        reader: &mut Reader<'_>,
        read: impl FnOnce(usize, &mut Reader<'_>) -> Option<T>,
    ) -> Option<T> {
        let (index, tag) = self.find(value, reader)?;
        reader.at(tag, |reader| read(index, reader))
    }

    fn find(&self, value: &Value, reader: &mut Reader<'_>) -> Option<(usize, &'static str)> {
        let sent: Option<Cow<'_, str>> = match self.pick {
            Pick::Function(_, pick) => pick(value).map(Cow::Borrowed),
            Pick::Field(name) => match value {
                Value::Object(map) => map.get(name).map(|sent| match sent {
                    Value::String(text) => Cow::Borrowed(text.as_str()),
                    other => Cow::Owned(python_str(other)),
                }),
                _ => {
                    errors::model_attributes_type(reader, value);
                    return None;
                }
            },
        };
        let Some(sent) = sent else {
            errors::union_tag_not_found(reader, value, &self.name());
            return None;
        };
        let mut variants = self.variants.iter().enumerate();
        let found = variants.find_map(|(index, tags)| Some((index, *tags.iter().find(|tag| **tag == sent)?)));
        if found.is_none() {
            let tags = self.variants.iter().copied().flatten().copied();
            errors::union_tag_invalid(reader, value, &self.name(), sent.into_owned(), expected(tags));
        }
        found
    }

    /// As errors call it.
    fn name(&self) -> String {
        match self.pick {
            Pick::Field(name) => format!("'{name}'"),
            Pick::Function(name, _) => format!("{name}()"),
        }
    }
}

/// `oneOf` the variants; a field tells the reader of the document which.
pub fn discriminated_schema(discriminator: &Discriminator, members: impl IntoIterator<Item = Schema>) -> Schema {
    let members: Vec<Schema> = members.into_iter().collect();
    match discriminator.pick {
        Pick::Field(name) => one_of(name, discriminator.variants.iter().copied(), members),
        Pick::Function(..) => {
            let members: Vec<Value> = members.into_iter().map(Value::from).collect();
            Schema::any().with("oneOf", members)
        }
    }
}
