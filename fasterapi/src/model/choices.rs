//! Enums of plain values: `#[model]` enums and literals, by their wire values.

use std::fmt;

use serde::de::{Deserializer, Error, Unexpected, Visitor};
use serde::ser::Serializer;
use serde_json::{Value, json};

use super::{Constraints, Model, Reader, Schema, Schemas, errors};

/// One value of an enum as the client writes it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Choice {
    /// A string.
    Text(&'static str),
    /// An integer.
    Int(i64),
}

impl From<Choice> for Value {
    fn from(choice: Choice) -> Self {
        match choice {
            Choice::Text(text) => text.into(),
            Choice::Int(int) => int.into(),
        }
    }
}

/// As Python's `repr` writes it.
impl fmt::Display for Choice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Text(text) if text.contains('\'') && !text.contains('"') => write!(f, "\"{text}\""),
            Self::Text(text) => write!(f, "'{}'", text.replace('\\', "\\\\").replace('\'', "\\'")),
            Self::Int(int) => int.fmt(f),
        }
    }
}

/// An enum: its values in order of the variants.
#[derive(Debug)]
pub struct Choices {
    /// The enum's name.
    pub name: &'static str,
    /// Its title, when it is not the name.
    pub title: Option<&'static str>,
    /// Its description (Markdown).
    pub description: Option<&'static str>,
    /// Whether it stands inline and is told as `literal_error`.
    pub literal: bool,
    /// The value of each variant.
    pub values: &'static [Choice],
    /// Other texts, and the variant each means.
    pub aliases: &'static [(&'static str, usize)],
    /// Keys merged into the schema.
    pub extra: Option<fn() -> Value>,
}

impl Choices {
    /// Reads one of the values; gives the number of the variant.
    pub fn read(&self, value: &Value, reader: &mut Reader<'_>) -> Option<usize> {
        if !self.literal {
            reader.lax();
        }
        let found = match value {
            Value::String(text) => self.with_text(text),
            Value::Number(number) => number.as_i64().and_then(|int| self.with_int(int)),
            _ => None,
        };
        let found = found.or_else(|| self.converted(value, reader));
        if found.is_none() {
            let kind = if self.literal { "literal_error" } else { "enum" };
            errors::not_expected(reader, value, kind, self.expected());
        }
        found
    }

    /// An enum of integers reads what an integer is read from, as Python's `IntEnum`.
    fn converted(&self, value: &Value, reader: &mut Reader<'_>) -> Option<usize> {
        let integers = self.values.iter().all(|choice| matches!(choice, Choice::Int(_)));
        if self.literal || !integers {
            return None;
        }
        let (int, _) = reader.attempt(|reader| i64::read(value, &Constraints::NONE, reader));
        self.with_int(int?)
    }

    /// Reads a parameter's text on the fast path.
    #[inline]
    pub fn from_text(&self, text: &str) -> Option<usize> {
        self.with_text(text).or_else(|| {
            if self.literal {
                None
            } else {
                self.with_int(text.parse().ok()?)
            }
        })
    }

    #[inline]
    fn with_text(&self, text: &str) -> Option<usize> {
        let is_it = |choice: &Choice| matches!(choice, Choice::Text(known) if *known == text);
        let alias = || {
            self.aliases
                .iter()
                .find(|(alias, _)| *alias == text)
                .map(|(_, index)| *index)
        };
        self.values.iter().position(is_it).or_else(alias)
    }

    #[inline]
    fn with_int(&self, int: i64) -> Option<usize> {
        self.values.iter().position(|choice| *choice == Choice::Int(int))
    }

    /// `'red', 'green' or 'blue'`.
    fn expected(&self) -> String {
        one_of(self.values)
    }

    /// The schema: a component for an enum, inline for a literal.
    pub fn schema<T: 'static>(&self, schemas: &mut Schemas, module: &'static str) -> Schema {
        if self.literal {
            return self.inline();
        }
        let mut schema = self.inline_enum().with("title", self.title.unwrap_or(self.name));
        schema = schema.with_some("description", self.description);
        if let Some(Value::Object(extra)) = self.extra.map(|extra| extra()) {
            extra
                .into_iter()
                .for_each(|(keyword, value)| schema.insert(&keyword, value));
        }
        schemas.component::<T>(self.name, module, |_| schema)
    }

    fn inline(&self) -> Schema {
        match self.values {
            [only] => self.typed(Schema::any().with("const", *only)),
            _ => self.inline_enum(),
        }
    }

    fn inline_enum(&self) -> Schema {
        let values: Vec<Value> = self.values.iter().map(|choice| Value::from(*choice)).collect();
        self.typed(Schema::any().with("enum", values))
    }

    fn typed(&self, schema: Schema) -> Schema {
        let texts = self
            .values
            .iter()
            .filter(|choice| matches!(choice, Choice::Text(_)))
            .count();
        match texts {
            0 => schema.with("type", "integer"),
            all if all == self.values.len() => schema.with("type", "string"),
            _ => schema,
        }
    }

    /// What pydantic calls it among the members of a union.
    pub fn label(&self) -> String {
        if self.literal {
            let values: Vec<String> = self.values.iter().map(ToString::to_string).collect();
            return format!("literal[{}]", values.join(","));
        }
        match self.values.first() {
            Some(Choice::Int(_)) => format!("int-enum[{}]", self.name),
            _ => format!("str-enum[{}]", self.name),
        }
    }
}

/// `'red', 'green' or 'blue'`, as pydantic lists what it expects.
fn one_of(values: &[Choice]) -> String {
    let mut texts: Vec<String> = values.iter().map(ToString::to_string).collect();
    match texts.pop() {
        Some(last) if texts.is_empty() => last,
        Some(last) => format!("{} or {last}", texts.join(", ")),
        None => String::new(),
    }
}

/// Writes the value of the variant `index`.
///
/// # Errors
/// Those of the serializer.
#[inline]
pub fn serialize_choice<S: Serializer>(choices: &Choices, index: usize, serializer: S) -> Result<S::Ok, S::Error> {
    match choices.values.get(index) {
        Some(Choice::Text(text)) => serializer.serialize_str(text),
        Some(Choice::Int(int)) => serializer.serialize_i64(*int),
        None => Err(serde::ser::Error::custom("no such variant")),
    }
}

/// Reads the number of a variant.
///
/// # Errors
/// When the input is none of the values.
#[inline]
pub fn deserialize_choice<'de, D: Deserializer<'de>>(
    choices: &'static Choices,
    deserializer: D,
) -> Result<usize, D::Error> {
    deserializer.deserialize_any(ChoiceVisitor(choices))
}

struct ChoiceVisitor(&'static Choices);

impl Visitor<'_> for ChoiceVisitor {
    type Value = usize;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.expected())
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<usize, E> {
        self.0
            .with_text(text)
            .ok_or_else(|| E::invalid_value(Unexpected::Str(text), &self))
    }

    fn visit_i64<E: Error>(self, int: i64) -> Result<usize, E> {
        self.0
            .with_int(int)
            .ok_or_else(|| E::invalid_value(Unexpected::Signed(int), &self))
    }

    fn visit_u64<E: Error>(self, int: u64) -> Result<usize, E> {
        i64::try_from(int)
            .ok()
            .and_then(|int| self.0.with_int(int))
            .ok_or_else(|| E::invalid_value(Unexpected::Unsigned(int), &self))
    }
}

/// The schema of the tag of one variant, as a property.
pub(crate) fn tag_property(tags: &[&'static str]) -> Schema {
    match tags {
        [tag] => Schema::any().with("type", "string").with("const", json!(tag)),
        tags => Schema::any().with("type", "string").with("enum", json!(tags)),
    }
}
