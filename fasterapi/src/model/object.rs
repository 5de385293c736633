//! What `#[model]` writes down of a struct, and the [`ObjectReader`] that reads one from it.

use std::borrow::Cow;

use serde_json::{Map, Value};

use super::reader::Mode;
use super::validators::Refused;
use super::{Constraints, Reader, errors};
use crate::http::Loc;

/// One field of a model.
#[derive(Debug, Clone, Copy)]
pub struct Field {
    /// Its name in what the client sends.
    pub wire: &'static str,
    /// Its name in what the client gets.
    pub wire_out: &'static str,
    /// Whether that name was written down, and is not the field's own: as a header it is then taken as it is.
    pub renamed: bool,
    /// Other names it may be sent under.
    pub aliases: &'static [&'static str],
    /// What its value must meet; `strict` is kept apart.
    pub constraints: Constraints,
    /// No conversions.
    pub strict: bool,
    /// An `Option` that must be sent all the same.
    pub required: bool,
    /// Title in the schema; made from `wire` when `None`.
    pub title: Option<&'static str>,
    /// Description (Markdown).
    pub description: Option<&'static str>,
    /// Marked deprecated in the document.
    pub deprecated: bool,
    /// JSON Schema `examples`.
    pub examples: Option<fn() -> Value>,
    /// Keys merged into the schema.
    pub extra: Option<fn() -> Value>,
    /// Whether it is read at all.
    pub read: bool,
    /// Whether it is written at all.
    pub written: bool,
    /// Marked `writeOnly` where it is read.
    pub write_only: bool,
}

impl Field {
    /// A field about which nothing more is said.
    pub const fn new(wire: &'static str) -> Self {
        Self {
            wire,
            wire_out: wire,
            renamed: false,
            aliases: &[],
            constraints: Constraints::NONE,
            strict: false,
            required: false,
            title: None,
            description: None,
            deprecated: false,
            examples: None,
            extra: None,
            read: true,
            written: true,
            write_only: false,
        }
    }

    /// What `object` has under one of its names, be it a header's.
    pub(crate) fn find<'v>(&self, object: &'v Value) -> Option<&'v Value> {
        let mut names = self.names(false).chain(self.names(true));
        names.find_map(|name| object.get(&*name))
    }

    /// Whether `object` has it.
    pub fn is_in(&self, object: &Value) -> bool {
        self.find(object).is_some()
    }

    /// Its names in what the client sends; `dashed`: as a header its own name has dashes for underscores.
    pub(crate) fn names(&self, dashed: bool) -> impl Iterator<Item = Cow<'static, str>> {
        let own = match self.wire {
            wire if dashed && !self.renamed => Cow::Owned(wire.replace('_', "-")),
            wire => Cow::Borrowed(wire),
        };
        std::iter::once(own).chain(self.aliases.iter().copied().map(Cow::Borrowed))
    }
}

/// What is said of a model as a whole.
#[derive(Debug, Clone, Copy)]
pub struct Container {
    /// Title in the schema; the model's name when `None`.
    pub title: Option<&'static str>,
    /// Description (Markdown).
    pub description: Option<&'static str>,
    /// Whether unknown names are errors.
    pub forbid_extra: bool,
    /// What is asked of everything inside.
    pub mode: Mode,
    /// JSON Schema `examples`.
    pub examples: Option<fn() -> Value>,
    /// Keys merged into the schema.
    pub extra: Option<fn() -> Value>,
}

impl Container {
    /// Nothing is said.
    pub const NONE: Self = Self {
        title: None,
        description: None,
        forbid_extra: false,
        mode: Mode::LAX,
        examples: None,
        extra: None,
    };
}

/// A model: what is said of it and of its fields.
#[derive(Debug, Clone, Copy)]
pub struct Shape {
    /// The model.
    pub container: Container,
    /// Its fields in order, without those that are flattened or skipped.
    pub fields: &'static [Field],
}

impl Shape {
    /// Adds the names that fields may be sent under.
    pub fn keys(&self, known: &mut Vec<&'static str>) {
        for field in self.fields.iter().filter(|field| field.read) {
            known.push(field.wire);
            known.extend(field.aliases);
        }
    }
}

/// [`Model::read`](super::Model::read) of some type.
pub type Read<T> = fn(&Value, &Constraints, &mut Reader<'_>) -> Option<T>;

/// Reads the fields of one object, and knows which names were asked for.
#[derive(Debug)]
pub struct ObjectReader<'r, 'e, 'v> {
    value: &'v Value,
    map: &'v Map<String, Value>,
    shape: &'static Shape,
    reader: &'r mut Reader<'e>,
    outer: Mode,
    tag: Option<&'static str>,
    dashed: bool,
    errors_before: usize,
    found: usize,
    flattened: Vec<&'static str>,
}

impl<'r, 'e, 'v> ObjectReader<'r, 'e, 'v> {
    /// Starts on `value`; `None`, with the error recorded, when it is no object.
    pub fn open(value: &'v Value, shape: &'static Shape, reader: &'r mut Reader<'e>) -> Option<Self> {
        let (tag, dashed) = (reader.take_tag(), reader.take_dashed());
        let Value::Object(map) = value else {
            errors::model_attributes_type(reader, value);
            return None;
        };
        let outer = reader.enter(shape.container.mode);
        let errors_before = reader.count();
        Some(Self {
            value,
            map,
            shape,
            reader,
            outer,
            tag,
            dashed,
            errors_before,
            found: 0,
            flattened: Vec::new(),
        })
    }

    /// Reads one field. `default` is taken unchecked when nothing was sent, else what `absent` gives for the type;
    /// `check` sees only what was sent.
    pub fn take<T>(
        &mut self,
        field: usize,
        read: Read<T>,
        absent: fn() -> Option<T>,
        default: Option<fn() -> T>,
        check: impl FnOnce(&T) -> Result<(), Refused>,
    ) -> Option<T> {
        let field = &self.shape.fields[field];
        let mut names = field.names(self.dashed);
        let sent = names.find_map(|name| self.map.get(&*name).map(|value| (name, value)));
        let Some((name, value)) = sent else {
            let value = match default {
                Some(default) => Some(default()),
                None if field.required => None,
                None => absent(),
            };
            if value.is_none() {
                let name = field.names(self.dashed).next().unwrap_or(Cow::Borrowed(field.wire));
                self.reader.missing(Loc::Name(name), self.value);
            }
            return value;
        };
        self.found += 1;
        let constraints = Constraints {
            strict: field.strict,
            ..field.constraints
        };
        self.reader.at(Loc::Name(name), |reader| {
            let taken = read(value, &constraints, reader)?;
            super::validators::validated(taken, value, reader, check)
        })
    }

    /// Reads a field whose own fields stand among these; one that is not a model gets all that nobody else claims.
    pub fn flatten<T>(&mut self, read: Read<T>, keys_of: fn(&mut Vec<&'static str>) -> bool) -> Option<T> {
        let mut keys = Vec::new();
        if keys_of(&mut keys) {
            self.flattened.append(&mut keys);
            if let Some(tag) = self.tag {
                self.reader.expect_tag(tag);
            }
            if self.dashed {
                self.reader.expect_dashes();
            }
            return read(self.value, &Constraints::NONE, self.reader);
        }
        let rest = self.map.iter().filter(|(name, _)| !self.is_known(name));
        let rest = Value::Object(rest.map(|(name, value)| (name.clone(), value.clone())).collect());
        read(&rest, &Constraints::NONE, self.reader)
    }

    fn is_known(&self, name: &str) -> bool {
        self.tag == Some(name)
            || self.flattened.iter().any(|known| self.same(known, name))
            || self
                .shape
                .fields
                .iter()
                .any(|field| field.read && field.names(self.dashed).any(|known| known == name))
    }

    /// Whether a name that a flattened model knows is `name`.
    fn same(&self, known: &str, name: &str) -> bool {
        known == name || (self.dashed && known.replace('_', "-") == name)
    }

    /// Ends the object: names nobody asked for become errors where they are forbidden. `None`: something was wrong.
    pub fn close(self) -> Option<()> {
        if self.shape.container.forbid_extra {
            for (name, value) in self.map {
                if !self.is_known(name) {
                    self.reader
                        .at(name.clone(), |reader| errors::extra_forbidden(reader, value));
                }
            }
        }
        self.reader.enter(self.outer);
        self.reader.found_fields(self.found);
        (self.reader.count() == self.errors_before).then_some(())
    }
}
