//! The `#[serde(..)]` attributes that `#[model]` understands; those it cannot honour are mistakes.

use syn::meta::ParseNestedMeta;
use syn::{Attribute, ExprPath, Ident, LitStr, Token};

use crate::errors::Errors;

/// A name for reading and one for writing.
pub(crate) struct Names<T> {
    pub(crate) read: Option<T>,
    pub(crate) write: Option<T>,
}

impl<T> Default for Names<T> {
    fn default() -> Self {
        Self {
            read: None,
            write: None,
        }
    }
}

/// Where a default comes from.
pub(crate) enum SerdeDefault {
    /// `#[serde(default)]`
    OfType,
    /// `#[serde(default = "path")]`
    With(ExprPath),
}

/// What serde is told of a field or variant.
#[derive(Default)]
pub(crate) struct SerdeField {
    pub(crate) rename: Names<String>,
    pub(crate) aliases: Vec<String>,
    pub(crate) default: Option<SerdeDefault>,
    pub(crate) flatten: Option<Ident>,
    pub(crate) skip_reading: bool,
    pub(crate) skip_writing: bool,
    pub(crate) own_reading: bool,
}

/// What serde is told of a struct or enum.
#[derive(Default)]
pub(crate) struct SerdeContainer {
    pub(crate) rename_all: Names<Case>,
    pub(crate) deny_unknown_fields: bool,
    pub(crate) default: bool,
    pub(crate) tag: Option<LitStr>,
    pub(crate) untagged: bool,
    pub(crate) own_crate: bool,
}

impl SerdeContainer {
    /// Reads the attributes of the item.
    pub(crate) fn parse(attributes: &[Attribute], errors: &mut Errors) -> Self {
        let mut found = Self::default();
        each(attributes, errors, |meta| {
            match name(&meta).as_str() {
                "rename_all" => {
                    let names = names(&meta)?;
                    found.rename_all = Names {
                        read: case(names.read)?,
                        write: case(names.write)?,
                    };
                }
                "deny_unknown_fields" => found.deny_unknown_fields = true,
                "default" => {
                    found.default = true;
                    skip_value(&meta)?;
                }
                "tag" => found.tag = Some(meta.value()?.parse()?),
                "untagged" => found.untagged = true,
                "crate" => {
                    found.own_crate = true;
                    skip_value(&meta)?;
                }
                "content" => return Err(meta.error("`#[model]` reads enums by `tag` alone; remove `content`")),
                "from" | "try_from" | "into" | "remote" => {
                    let text = format!(
                        "`#[model]` reads the fields themselves; implement `Model` by hand for `{}`",
                        name(&meta)
                    );
                    return Err(meta.error(text));
                }
                _ => skip_value(&meta)?,
            }
            Ok(())
        });
        found
    }
}

impl SerdeField {
    /// Reads the attributes of a field or variant.
    pub(crate) fn parse(attributes: &[Attribute], errors: &mut Errors) -> Self {
        let mut found = Self::default();
        each(attributes, errors, |meta| {
            match name(&meta).as_str() {
                "rename" => {
                    let names = names(&meta)?;
                    found.rename = Names {
                        read: names.read.map(|n| n.value()),
                        write: names.write.map(|n| n.value()),
                    };
                }
                "alias" => found.aliases.push(meta.value()?.parse::<LitStr>()?.value()),
                "default" if meta.input.peek(Token![=]) => {
                    found.default = Some(SerdeDefault::With(meta.value()?.parse::<LitStr>()?.parse()?));
                }
                "default" => found.default = Some(SerdeDefault::OfType),
                "flatten" => found.flatten = meta.path.get_ident().cloned(),
                "skip" => (found.skip_reading, found.skip_writing) = (true, true),
                "skip_deserializing" => found.skip_reading = true,
                "skip_serializing" => found.skip_writing = true,
                "with" | "deserialize_with" => {
                    found.own_reading = true;
                    let text = "errors are told by the field's type, which this goes around; give the field a type of its own that implements `Model`";
                    return Err(meta.error(text));
                }
                _ => skip_value(&meta)?,
            }
            Ok(())
        });
        found
    }
}

fn each(attributes: &[Attribute], errors: &mut Errors, mut take: impl FnMut(ParseNestedMeta<'_>) -> syn::Result<()>) {
    for attribute in attributes.iter().filter(|attribute| attribute.path().is_ident("serde")) {
        errors.take(attribute.parse_nested_meta(&mut take));
    }
}

fn name(meta: &ParseNestedMeta<'_>) -> String {
    meta.path.get_ident().map(ToString::to_string).unwrap_or_default()
}

fn skip_value(meta: &ParseNestedMeta<'_>) -> syn::Result<()> {
    if meta.input.peek(Token![=]) {
        meta.value()?.parse::<syn::Expr>()?;
    } else if meta.input.peek(syn::token::Paren) {
        let content;
        syn::parenthesized!(content in meta.input);
        content.parse::<proc_macro2::TokenStream>()?;
    }
    Ok(())
}

/// `= "name"`, or `(serialize = "a", deserialize = "b")`.
fn names(meta: &ParseNestedMeta<'_>) -> syn::Result<Names<LitStr>> {
    if meta.input.peek(Token![=]) {
        let both: LitStr = meta.value()?.parse()?;
        return Ok(Names {
            read: Some(both.clone()),
            write: Some(both),
        });
    }
    let mut names = Names {
        read: None,
        write: None,
    };
    meta.parse_nested_meta(|inner| {
        let value = inner.value()?.parse()?;
        match name(&inner).as_str() {
            "serialize" => names.write = Some(value),
            "deserialize" => names.read = Some(value),
            _ => return Err(inner.error("expected `serialize` or `deserialize`")),
        }
        Ok(())
    })?;
    Ok(names)
}

fn case(name: Option<LitStr>) -> syn::Result<Option<Case>> {
    name.map(|name| Case::of(&name)).transpose()
}

/// A rule of `rename_all`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Case {
    Lower,
    Upper,
    Pascal,
    Camel,
    Snake,
    ScreamingSnake,
    Kebab,
    ScreamingKebab,
}

impl Case {
    fn of(name: &LitStr) -> syn::Result<Self> {
        Ok(match name.value().as_str() {
            "lowercase" => Self::Lower,
            "UPPERCASE" => Self::Upper,
            "PascalCase" => Self::Pascal,
            "camelCase" => Self::Camel,
            "snake_case" => Self::Snake,
            "SCREAMING_SNAKE_CASE" => Self::ScreamingSnake,
            "kebab-case" => Self::Kebab,
            "SCREAMING-KEBAB-CASE" => Self::ScreamingKebab,
            other => {
                let text = format!(
                    "unknown case `{other}`; serde knows lowercase, UPPERCASE, PascalCase, camelCase, snake_case, SCREAMING_SNAKE_CASE, kebab-case, SCREAMING-KEBAB-CASE"
                );
                return Err(syn::Error::new(name.span(), text));
            }
        })
    }

    /// The name of a field, as serde makes it.
    pub(crate) fn field(self, name: &str) -> String {
        match self {
            Self::Lower | Self::Snake => name.to_owned(),
            Self::Upper | Self::ScreamingSnake => name.to_ascii_uppercase(),
            Self::Pascal => pascal(name),
            Self::Camel => lower_first(&pascal(name)),
            Self::Kebab => name.replace('_', "-"),
            Self::ScreamingKebab => name.to_ascii_uppercase().replace('_', "-"),
        }
    }

    /// The name of a variant, as serde makes it.
    pub(crate) fn variant(self, name: &str) -> String {
        match self {
            Self::Pascal => name.to_owned(),
            Self::Lower => name.to_ascii_lowercase(),
            Self::Upper => name.to_ascii_uppercase(),
            Self::Camel => lower_first(name),
            Self::Snake => snake(name),
            Self::ScreamingSnake => snake(name).to_ascii_uppercase(),
            Self::Kebab => snake(name).replace('_', "-"),
            Self::ScreamingKebab => snake(name).to_ascii_uppercase().replace('_', "-"),
        }
    }
}

fn pascal(name: &str) -> String {
    let words = name.split('_');
    words
        .map(|word| word.get(..1).map_or(String::new(), str::to_ascii_uppercase) + word.get(1..).unwrap_or(""))
        .collect()
}

fn lower_first(name: &str) -> String {
    let mut chars = name.chars();
    chars.next().map_or(String::new(), |first| {
        first.to_ascii_lowercase().to_string() + chars.as_str()
    })
}

fn snake(name: &str) -> String {
    let mut snake = String::new();
    for (index, c) in name.char_indices() {
        if index > 0 && c.is_uppercase() {
            snake.push('_');
        }
        snake.push(c.to_ascii_lowercase());
    }
    snake
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_made_as_serde_makes_them() {
        assert_eq!(Case::Camel.field("owner_name"), "ownerName");
        assert_eq!(Case::Pascal.field("owner_name"), "OwnerName");
        assert_eq!(Case::Kebab.field("owner_name"), "owner-name");
        assert_eq!(Case::ScreamingSnake.field("owner_name"), "OWNER_NAME");
        assert_eq!(Case::Lower.variant("DeepWinter"), "deepwinter");
        assert_eq!(Case::Kebab.variant("DeepWinter"), "deep-winter");
        assert_eq!(Case::Camel.variant("DeepWinter"), "deepWinter");
        assert_eq!(Case::ScreamingKebab.variant("DeepWinter"), "DEEP-WINTER");
    }
}
