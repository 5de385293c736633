//! [`Model`]: the struct or enum under `#[model]`, with all that its attributes say.

mod args;
mod variants;

use proc_macro2::TokenStream;
use syn::{Data, DeriveInput, Fields, LitStr};

pub(crate) use self::args::{ContainerArgs, Discriminator};
use self::variants::choices;
pub(crate) use self::variants::{ChoiceValue, ChoiceVariant, UnionVariant};
use super::doc::Doc;
use super::field::ModelField;
use super::serde::SerdeContainer;
use crate::errors::Errors;

/// The item and its attributes.
pub(crate) struct Model {
    pub(crate) item: DeriveInput,
    pub(crate) args: ContainerArgs,
    pub(crate) serde: SerdeContainer,
    pub(crate) doc: Doc,
    pub(crate) kind: Kind,
}

/// What sort of model it is.
pub(crate) enum Kind {
    /// A struct with named fields.
    Object(Vec<ModelField>),
    /// A tuple struct around one value.
    Root(Box<ModelField>),
    /// An enum of plain values.
    Choices(Vec<ChoiceVariant>),
    /// An enum of models, told apart by a tag.
    Tagged(LitStr, Vec<UnionVariant>),
    /// An enum of types that are tried one after the other.
    Untagged(Vec<UnionVariant>),
    /// An enum of types, one of which a field or a function names.
    Discriminated(Discriminator, Vec<UnionVariant>),
}

impl Model {
    /// Reads the attribute and the item; `None` when it is nothing that can be a model.
    pub(crate) fn parse(attr: TokenStream, item: TokenStream, errors: &mut Errors) -> Option<Self> {
        let args = ContainerArgs::parse(attr, errors);
        let item: DeriveInput = errors.take(syn::parse2(item))?;
        let lifetimes: Vec<_> = item.generics.lifetimes().collect();
        for lifetime in &lifetimes {
            errors.at(
                lifetime,
                "a model owns what it reads; use `String` instead of `&str`, `Vec<T>` instead of `&[T]`",
            );
        }
        if !lifetimes.is_empty() {
            return None;
        }
        let serde = SerdeContainer::parse(&item.attrs, errors);
        let kind = Kind::parse(&item, &args, &serde, errors)?;
        let doc = Doc::of(&item.attrs);
        Some(Self {
            item,
            args,
            serde,
            doc,
            kind,
        })
    }
}

impl Kind {
    fn parse(item: &DeriveInput, args: &ContainerArgs, serde: &SerdeContainer, errors: &mut Errors) -> Option<Self> {
        match &item.data {
            Data::Struct(data) => {
                if let Some(literal) = &args.literal {
                    errors.at(literal, "`literal` is for enums without fields; remove it");
                }
                match &data.fields {
                    Fields::Named(fields) => {
                        let fields = fields.named.iter().map(|field| ModelField::parse(field, serde, errors));
                        Some(Self::Object(fields.collect()))
                    }
                    Fields::Unnamed(fields) if fields.unnamed.len() == 1 => Some(Self::Root(Box::new(
                        ModelField::parse(&fields.unnamed[0], serde, errors),
                    ))),
                    Fields::Unnamed(fields) => {
                        errors.at(fields, "a model's fields have names; name them, or wrap one value only");
                        None
                    }
                    Fields::Unit => {
                        errors.at(&item.ident, "a model needs fields; write `{}` for one without any");
                        None
                    }
                }
            }
            Data::Enum(data) if data.variants.is_empty() => {
                errors.at(&item.ident, "an enum needs a variant to be read as");
                None
            }
            Data::Enum(data)
                if data
                    .variants
                    .iter()
                    .all(|variant| matches!(variant.fields, Fields::Unit)) =>
            {
                Some(Self::Choices(choices(data.variants.iter(), serde, errors)))
            }
            Data::Enum(data) => {
                if let Some(literal) = &args.literal {
                    errors.at(literal, "`literal` is for enums without fields; remove it");
                }
                let variants: Option<Vec<_>> = {
                    let each = data
                        .variants
                        .iter()
                        .map(|variant| UnionVariant::parse(variant, serde, errors));
                    each.collect::<Vec<_>>().into_iter().collect()
                };
                let variants = variants?;
                match (&args.discriminator, &serde.tag) {
                    (Some(discriminator), None) => return Some(Self::Discriminated(discriminator.clone(), variants)),
                    (Some(_), Some(tag)) => {
                        let text = "`tag` and `discriminator` both tell the variants apart; remove one: with `tag` the \
                                    models inside do not have the field, with `discriminator` they do";
                        errors.at(tag, text);
                    }
                    (None, _) => {}
                }
                match &serde.tag {
                    Some(tag) => Some(Self::Tagged(tag.clone(), variants)),
                    None if serde.untagged => Some(Self::Untagged(variants)),
                    None => {
                        let text = "how are the variants told apart? put `#[serde(tag = \"kind\")]` on the enum, or \
                                    `#[serde(untagged)]`";
                        errors.at(&item.ident, text);
                        None
                    }
                }
            }
            Data::Union(data) => {
                errors.at(data.union_token, "a model is a struct or an enum");
                None
            }
        }
    }
}
