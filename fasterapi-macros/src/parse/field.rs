//! [`FieldArgs`]: what `#[field(..)]` on a field or variant of a model may say.

use syn::ext::IdentExt;
use syn::parse::{ParseStream, Parser};
use syn::{Attribute, Expr, Field, Ident, LitStr, Meta, Path, Token, Type};

use super::args::{self, Json};
use super::constraints::ConstraintArgs;
use super::doc::Doc;
use super::param::DefaultValue;
use super::serde::{SerdeContainer, SerdeField};
use crate::errors::Errors;

const KNOWN: [&str; 34] = [
    "default",
    "default_with",
    "required",
    "exclude",
    "read_only",
    "write_only",
    "alias",
    "title",
    "description",
    "examples",
    "deprecated",
    "json_schema_extra",
    "validate",
    "assert",
    "before",
    "after",
    "value",
    "gt",
    "ge",
    "lt",
    "le",
    "multiple_of",
    "min_length",
    "max_length",
    "min_items",
    "max_items",
    "pattern",
    "allow_inf_nan",
    "max_digits",
    "decimal_places",
    "strict",
    "strip_whitespace",
    "to_lower",
    "to_upper",
];

/// What one `#[field(..)]` says.
#[derive(Default)]
pub(crate) struct FieldArgs {
    pub(crate) constraints: ConstraintArgs,
    /// The names of the constraints, as written.
    pub(crate) constrained: Vec<Ident>,
    pub(crate) strict: bool,
    pub(crate) default: Option<DefaultValue>,
    pub(crate) required: Option<Ident>,
    /// `exclude`: read, but not written.
    pub(crate) exclude: bool,
    /// `read_only`: written, but not read.
    pub(crate) read_only: Option<Ident>,
    /// `write_only`: read, but not written, and documented as such.
    pub(crate) write_only: Option<Ident>,
    pub(crate) alias: Option<LitStr>,
    pub(crate) title: Option<Expr>,
    pub(crate) description: Option<Expr>,
    pub(crate) examples: Option<Json>,
    pub(crate) deprecated: bool,
    pub(crate) json_schema_extra: Option<Json>,
    pub(crate) validate: Vec<(Check, Path)>,
    pub(crate) steps: Steps,
    /// The wire value of a variant.
    pub(crate) value: Option<Expr>,
}

/// Functions of the user's that a value goes through.
#[derive(Default)]
pub(crate) struct Steps {
    /// `before = path`: what was sent, before it is read.
    pub(crate) before: Vec<Path>,
    /// `after = path`: what was read, before it is checked.
    pub(crate) after: Vec<Path>,
}

impl Steps {
    /// Reads `= path` behind `before` or `after`; `false`, with nothing consumed, behind any other key.
    pub(crate) fn accept(&mut self, key: &Ident, input: ParseStream<'_>) -> syn::Result<bool> {
        let list = match key.to_string().as_str() {
            "before" => &mut self.before,
            "after" => &mut self.after,
            _ => return Ok(false),
        };
        list.push(args::value(key, input, "path::to::function")?);
        Ok(true)
    }

    /// Whether there are none.
    pub(crate) fn is_empty(&self) -> bool {
        self.before.is_empty() && self.after.is_empty()
    }

    /// All of them.
    pub(crate) fn iter(&self) -> impl Iterator<Item = &Path> {
        self.before.iter().chain(&self.after)
    }
}

/// How a check of the user's is told.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Check {
    /// `validate = path`: `value_error`.
    Value,
    /// `assert = path`: `assertion_error`.
    Assertion,
}

impl FieldArgs {
    /// Reads every `#[field(..)]` among `attributes`.
    pub(crate) fn parse(attributes: &[Attribute], errors: &mut Errors) -> Self {
        let mut found = Self::default();
        for attribute in attributes.iter().filter(|attribute| attribute.path().is_ident("field")) {
            let Meta::List(list) = &attribute.meta else {
                errors.at(
                    attribute,
                    "`#[field]` says nothing; write `#[field(min_length = 1)]` or remove it",
                );
                continue;
            };
            let parser = |input: ParseStream<'_>| {
                args::each(input, errors, |key, input| found.accept(key, input));
                Ok(())
            };
            let parsed = parser.parse2(list.tokens.clone());
            errors.take(parsed);
        }
        found
    }

    fn accept(&mut self, key: &Ident, input: ParseStream<'_>) -> syn::Result<()> {
        match key.to_string().as_str() {
            "default" if input.peek(Token![=]) => {
                let value = DefaultValue::Value(args::value(key, input, "10")?);
                self.set_default(key, value)?;
            }
            "default" => self.set_default(key, DefaultValue::OfType(key.span()))?,
            "default_with" => {
                let path = args::value(key, input, "path::to::function")?;
                self.set_default(key, DefaultValue::With(path))?;
            }
            "required" => self.required = args::known_flag(key, input)?.then(|| key.clone()),
            "exclude" => self.exclude = args::known_flag(key, input)?,
            "read_only" => self.read_only = args::known_flag(key, input)?.then(|| key.clone()),
            "write_only" => self.write_only = args::known_flag(key, input)?.then(|| key.clone()),
            "alias" => self.alias = Some(args::literal(key, input)?),
            "title" => self.title = Some(args::text(key, input)?),
            "description" => self.description = Some(args::text(key, input)?),
            "examples" => self.examples = Some(args::value(key, input, "[..]")?),
            "deprecated" => self.deprecated = args::known_flag(key, input)?,
            "json_schema_extra" => self.json_schema_extra = Some(args::value(key, input, "{\"x-unit\": \"EUR\"}")?),
            "validate" => self
                .validate
                .push((Check::Value, args::value(key, input, "path::to::function")?)),
            "assert" => self
                .validate
                .push((Check::Assertion, args::value(key, input, "path::to::function")?)),
            "value" => self.value = Some(args::value(key, input, "3")?),
            "strict" => self.strict = args::known_flag(key, input)?,
            "frozen" => return Err(frozen(key)),
            "flatten" | "rename" | "skip" | "skip_serializing_if" => return Err(of_serde(key)),
            _ if self.steps.accept(key, input)? => {}
            _ if self.constraints.accept(key, input)? => self.constrained.push(key.clone()),
            _ => return Err(args::unknown("argument of `#[field]`", key, &KNOWN)),
        }
        Ok(())
    }

    fn set_default(&mut self, key: &Ident, value: DefaultValue) -> syn::Result<()> {
        match self.default.replace(value) {
            None => Ok(()),
            Some(_) => Err(syn::Error::new(
                key.span(),
                "a field has one default; remove `default` or `default_with`",
            )),
        }
    }
}

/// What is true of every binding without `mut` needs no attribute.
pub(super) fn frozen(key: &Ident) -> syn::Error {
    syn::Error::new(
        key.span(),
        "nothing changes without `mut` in Rust: every model is frozen; remove this",
    )
}

fn of_serde(key: &Ident) -> syn::Error {
    syn::Error::new(
        key.span(),
        format!("`{key}` is an argument of serde's: write it in `#[serde(..)]`"),
    )
}

/// One field of a model.
pub(crate) struct ModelField {
    /// `None` in a tuple struct.
    pub(crate) ident: Option<Ident>,
    pub(crate) ty: Type,
    pub(crate) args: FieldArgs,
    pub(crate) serde: SerdeField,
    pub(crate) doc: Doc,
    /// Its name in what the client sends.
    pub(crate) wire: String,
    /// Its name in what the client gets.
    pub(crate) wire_out: String,
}

impl ModelField {
    pub(crate) fn parse(field: &Field, container: &SerdeContainer, errors: &mut Errors) -> Self {
        let args = FieldArgs::parse(&field.attrs, errors);
        let mut serde = SerdeField::parse(&field.attrs, errors);
        serde.skip_reading |= args.read_only.is_some();
        serde.skip_writing |= args.exclude || args.write_only.is_some();
        let name = field
            .ident
            .as_ref()
            .map(|ident| ident.unraw().to_string())
            .unwrap_or_default();
        let alias = args.alias.as_ref().map(LitStr::value);
        let wire = |own: &Option<String>, rule: Option<super::serde::Case>| {
            let cased = || rule.map_or_else(|| name.clone(), |rule| rule.field(&name));
            alias.clone().or_else(|| own.clone()).unwrap_or_else(cased)
        };
        let read = wire(&serde.rename.read, container.rename_all.read);
        let write = wire(&serde.rename.write, container.rename_all.write);
        Self {
            ident: field.ident.clone(),
            ty: field.ty.clone(),
            args,
            doc: Doc::of(&field.attrs),
            serde,
            wire: read,
            wire_out: write,
        }
    }

    /// Whether the client can send it under its own name.
    pub(crate) fn is_listed(&self) -> bool {
        self.serde.flatten.is_none() && !(self.serde.skip_reading && self.serde.skip_writing)
    }
}
