//! Enums of models: told apart by a tag, or tried one after the other as pydantic's smart mode does.

use std::borrow::Cow;
use std::marker::PhantomData;
use std::rc::Rc;

use serde_json::{Map, Value, json};

use super::choices::tag_property;
use super::effort::Effort;
use super::reader::Exactness;
use super::{Constraints, Reader, Schema, Schemas, errors, title_case};
use crate::http::Errors;

/// An enum whose variants are told apart by a tag.
#[derive(Debug)]
pub struct Union {
    /// The tag's name.
    pub tag: &'static str,
    /// Each variant: the values of its tag (the first is written), and where it was declared.
    pub variants: &'static [(&'static [&'static str], &'static str)],
}

impl Union {
    /// Finds the variant that `value` names; its number and tag.
    pub fn find(&self, value: &Value, reader: &mut Reader<'_>) -> Option<(usize, &'static str)> {
        let Value::Object(map) = value else {
            errors::model_attributes_type(reader, value);
            return None;
        };
        let Some(sent) = map.get(self.tag) else {
            errors::union_tag_not_found(reader, value, &self.quoted());
            return None;
        };
        let found = sent.as_str().and_then(|sent| self.with_tag(sent));
        if found.is_none() {
            errors::union_tag_invalid(reader, value, &self.quoted(), python_str(sent), expected(self.tags()));
        }
        found
    }

    fn with_tag(&self, sent: &str) -> Option<(usize, &'static str)> {
        let mut variants = self.variants.iter().enumerate();
        variants.find_map(|(index, (tags, _))| Some((index, *tags.iter().find(|tag| **tag == sent)?)))
    }

    fn tags(&self) -> impl Iterator<Item = &'static str> {
        self.variants.iter().flat_map(|(tags, _)| *tags).copied()
    }

    fn quoted(&self) -> String {
        format!("'{}'", self.tag)
    }
}

/// Tags as an error lists them.
pub(super) fn expected(tags: impl Iterator<Item = &'static str>) -> String {
    tags.map(|tag| format!("'{tag}'")).collect::<Vec<_>>().join(", ")
}

/// As Python's `str` writes it.
pub(super) fn python_str(value: &Value) -> String {
    match value {
        Value::Null => "None".to_owned(),
        Value::Bool(true) => "True".to_owned(),
        Value::Bool(false) => "False".to_owned(),
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

impl Reader<'_> {
    /// Reads the variant of `union` that `tag` names; the tag is a step of its errors' locations.
    #[doc(hidden)]
    pub fn variant<T>(&mut self, union: &Union, tag: &'static str, read: impl FnOnce(&mut Self) -> T) -> T {
        let name = union.tag;
        self.at(tag, |reader| {
            reader.expect_tag(name);
            read(reader)
        })
    }
}

/// Tries the members of an untagged enum and keeps the one that fits best, or first.
#[derive(Debug)]
pub struct UnionReader<'r, 'e, 'v, T> {
    reader: &'r mut Reader<'e>,
    value: &'v Value,
    effort: Rc<Effort>,
    best: Option<(T, (Exactness, Option<usize>))>,
    first_fit: bool,
    settled: bool,
    errors: Errors,
}

impl<'r, 'e, 'v, T> UnionReader<'r, 'e, 'v, T> {
    /// Nothing is tried yet.
    pub fn new(reader: &'r mut Reader<'e>, value: &'v Value) -> Self {
        let effort = reader.effort();
        effort.enter(value);
        Self {
            reader,
            value,
            effort,
            best: None,
            first_fit: false,
            settled: false,
            errors: Errors::new(),
        }
    }

    /// Nothing is tried yet; the first member that fits is taken, however well others would.
    pub fn first_fit(reader: &'r mut Reader<'e>, value: &'v Value) -> Self {
        Self {
            first_fit: true,
            ..Self::new(reader, value)
        }
    }

    /// Tries one member, unless an exact fit was found before.
    pub fn member(&mut self, label: String, read: impl FnOnce(&mut Reader<'_>) -> Option<T>) {
        if self.settled || !self.effort.tries() {
            return;
        }
        let mut errors = Errors::new();
        let (member, fit) = self.reader.at(label, |reader| {
            let mut fork = reader.fork(&mut errors);
            (read(&mut fork), fork.fit())
        });
        let Some(member) = member else {
            self.reader.collect(&mut self.errors, errors);
            return;
        };
        self.settled = self.first_fit || fit == (Exactness::Exact, None);
        let better = self.best.as_ref().is_none_or(|(_, best)| match (best.1, fit.1) {
            (Some(best), Some(fields)) if best != fields => best < fields,
            _ => best.0 < fit.0,
        });
        if better {
            self.best = Some((member, fit));
        }
    }

    /// The best member, or every member's errors.
    pub fn finish(self) -> Option<T> {
        let outermost = self.effort.leave();
        if self.effort.is_spent() {
            // Not all was tried, so nobody knows what fits best; the outermost says so.
            if outermost {
                errors::union_too_complex(self.reader, self.value);
            }
            return None;
        }
        match self.best {
            Some((member, fit)) => {
                self.reader.fitted(fit);
                Some(member)
            }
            None => {
                self.reader.extend(self.errors);
                None
            }
        }
    }
}

/// `anyOf` the members; members that are unions themselves are taken apart, equal ones stand once.
pub fn untagged_schema(members: impl IntoIterator<Item = Schema>) -> Schema {
    let mut all: Vec<Value> = Vec::new();
    for member in members {
        let parts = match member.get("anyOf") {
            Some(Value::Array(parts)) if member.as_map().len() == 1 => parts.clone(),
            _ => vec![member.into()],
        };
        for part in parts {
            if !all.contains(&part) {
                all.push(part);
            }
        }
    }
    match all.as_slice() {
        [Value::Object(only)] => only.clone().into(),
        _ => Schema::any().with("anyOf", all),
    }
}

/// `oneOf` the variants, with the discriminator.
pub fn tagged_schema(union: &Union, members: impl IntoIterator<Item = Schema>) -> Schema {
    let members: Vec<Schema> = members.into_iter().collect();
    one_of(union.tag, union.variants.iter().map(|(tags, _)| *tags), members)
}

/// `oneOf` the members, each told by the values that `property` has in it.
pub(super) fn one_of(
    property: &str,
    tags: impl Iterator<Item = &'static [&'static str]>,
    members: Vec<Schema>,
) -> Schema {
    let mut mapping = Map::new();
    for (tags, member) in tags.zip(&members) {
        if let Some(reference) = member.get("$ref") {
            tags.iter()
                .for_each(|tag| drop(mapping.insert((*tag).to_owned(), reference.clone())));
        }
    }
    let members: Vec<Value> = members.into_iter().map(Value::from).collect();
    let discriminator = json!({"mapping": mapping, "propertyName": property});
    Schema::any()
        .with("discriminator", discriminator)
        .with("oneOf", members)
}

/// The fields of all variants side by side; those are required that all of them require.
pub fn union_object(schemas: &mut Schemas, objects: &[fn(&mut Schemas) -> Option<Schema>]) -> Schema {
    let objects: Vec<Schema> = objects.iter().filter_map(|object| object(schemas)).collect();
    let properties = all_properties(Map::new(), &objects);
    let requires = |object: &Schema, name: &Value| {
        let required = object.get("required").and_then(Value::as_array);
        required.is_some_and(|required| required.contains(name))
    };
    let names = properties.keys().map(|name| Value::from(name.as_str()));
    let required: Vec<Value> = names
        .filter(|name| objects.iter().all(|object| requires(object, name)))
        .collect();
    Schema::of_type("object")
        .with("properties", properties)
        .with("required", required)
}

/// Adds the properties of all objects; of two of one name the first counts.
fn all_properties(mut properties: Map<String, Value>, objects: &[Schema]) -> Map<String, Value> {
    for object in objects {
        if let Some(Value::Object(own)) = object.get("properties") {
            for (name, schema) in own {
                properties.entry(name).or_insert_with(|| schema.clone());
            }
        }
    }
    properties
}

/// The fields of all variants and the tag, side by side: what a form or a query that holds one of them may have.
pub fn tagged_object(schemas: &mut Schemas, union: &Union, objects: &[fn(&mut Schemas) -> Option<Schema>]) -> Schema {
    let tags: Vec<&'static str> = union.tags().collect();
    let title = title_case(union.tag).replace('_', " ");
    let mut properties = Map::new();
    properties.insert(union.tag.to_owned(), tag_property(&tags).with("title", title).into());
    let objects: Vec<Schema> = objects.iter().filter_map(|object| object(schemas)).collect();
    Schema::of_type("object")
        .with("properties", all_properties(properties, &objects))
        .with("required", json!([union.tag]))
}

/// Stands for the model `T` as variant `V` of the union `U`: its component has the tag among its properties.
struct Tagged<U, T, const V: usize>(PhantomData<(U, T)>);

/// The component of one variant: the model's object, and the tag.
pub fn tagged_member<U: 'static, T: 'static, const V: usize>(
    schemas: &mut Schemas,
    union: &Union,
    label: fn(&Constraints) -> Cow<'static, str>,
    object: fn(&mut Schemas) -> Option<Schema>,
) -> Schema {
    let (tags, module) = union.variants[V];
    let name = label(&Constraints::NONE);
    schemas.component::<Tagged<U, T, V>>(&name, module, |schemas| {
        let Some(object) = object(schemas) else {
            schemas.problem(format!(
                "`{module}` must hold a `#[model]` struct, to have room for `{}`",
                union.tag
            ));
            return Schema::any();
        };
        let mut properties = Map::new();
        let title = title_case(union.tag).replace('_', " ");
        properties.insert(union.tag.to_owned(), tag_property(tags).with("title", title).into());
        if let Some(Value::Object(own)) = object.get("properties") {
            if own.contains_key(union.tag) {
                schemas.problem(format!(
                    "`{module}` holds a model that has a field `{}` of its own",
                    union.tag
                ));
            }
            properties.extend(own.clone());
        }
        let mut required = vec![Value::from(union.tag)];
        if let Some(Value::Array(own)) = object.get("required") {
            required.extend(own.iter().cloned());
        }
        object.with("properties", properties).with("required", required)
    })
}
