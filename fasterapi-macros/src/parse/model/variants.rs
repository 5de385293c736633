//! The variants of an enum: plain values, or one type each.

use syn::ext::IdentExt;
use syn::{Expr, Fields, Ident, Type, Variant};

use crate::errors::Errors;
use crate::parse::field::FieldArgs;
use crate::parse::serde::{SerdeContainer, SerdeField};

/// A variant without fields.
pub(crate) struct ChoiceVariant {
    pub(crate) ident: Ident,
    pub(crate) value: ChoiceValue,
    pub(crate) aliases: Vec<String>,
}

/// The wire value of a variant.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum ChoiceValue {
    Text(String),
    Int(i64),
}

/// A variant around one value.
pub(crate) struct UnionVariant {
    pub(crate) ident: Ident,
    pub(crate) ty: Type,
    pub(crate) args: FieldArgs,
    /// The tag that is written, then those that are read as well.
    pub(crate) tags: Vec<String>,
}

/// Reads the variants of an enum without fields.
pub(super) fn choices<'v>(
    variants: impl Iterator<Item = &'v Variant> + Clone,
    serde: &SerdeContainer,
    errors: &mut Errors,
) -> Vec<ChoiceVariant> {
    let of_integers = variants.clone().any(|variant| variant.discriminant.is_some());
    let mut next = 0;
    let mut choices = Vec::new();
    for variant in variants {
        let args = FieldArgs::parse(&variant.attrs, errors);
        let names = SerdeField::parse(&variant.attrs, errors);
        if let Some((_, discriminant)) = &variant.discriminant {
            match integer(discriminant) {
                Some(int) => next = int,
                None => errors.at(
                    discriminant,
                    "the wire value must be an integer literal, as in `Low = 1`",
                ),
            }
        }
        let value = match &args.value {
            Some(Expr::Lit(syn::ExprLit {
                lit: syn::Lit::Str(text),
                ..
            })) => ChoiceValue::Text(text.value()),
            Some(value) => match integer(value) {
                Some(int) => ChoiceValue::Int(int),
                None => {
                    errors.at(
                        value,
                        "the wire value is a string or an integer literal, as in `value = 3`",
                    );
                    continue;
                }
            },
            None => match names.rename.read {
                Some(name) => ChoiceValue::Text(name),
                None if of_integers => ChoiceValue::Int(next),
                None => {
                    let name = variant.ident.unraw().to_string();
                    ChoiceValue::Text(serde.rename_all.read.map_or(name.clone(), |case| case.variant(&name)))
                }
            },
        };
        next = next.wrapping_add(1);
        if choices.iter().any(|known: &ChoiceVariant| known.value == value) {
            errors.at(
                &variant.ident,
                "another variant has this wire value; `#[serde(rename = \"..\")]` one of them",
            );
        }
        choices.push(ChoiceVariant {
            ident: variant.ident.clone(),
            value,
            aliases: names.aliases,
        });
    }
    choices
}

fn integer(expr: &Expr) -> Option<i64> {
    match expr {
        Expr::Lit(syn::ExprLit {
            lit: syn::Lit::Int(int),
            ..
        }) => int.base10_parse().ok(),
        Expr::Unary(syn::ExprUnary {
            op: syn::UnOp::Neg(_),
            expr,
            ..
        }) => integer(expr).map(|int| -int),
        Expr::Group(group) => integer(&group.expr),
        _ => None,
    }
}

impl UnionVariant {
    pub(super) fn parse(variant: &Variant, serde: &SerdeContainer, errors: &mut Errors) -> Option<Self> {
        let args = FieldArgs::parse(&variant.attrs, errors);
        let names = SerdeField::parse(&variant.attrs, errors);
        let ty = match &variant.fields {
            Fields::Unnamed(fields) if fields.unnamed.len() == 1 => fields.unnamed[0].ty.clone(),
            _ => {
                let name = &variant.ident;
                let text =
                    format!("each variant holds one type: make a `#[model] struct {name}` and write `{name}({name})`");
                errors.at(variant, text);
                return None;
            }
        };
        let name = variant.ident.unraw().to_string();
        let own = names.rename.read.unwrap_or_else(|| {
            serde
                .rename_all
                .read
                .map_or_else(|| name.clone(), |case| case.variant(&name))
        });
        let tags = std::iter::once(own).chain(names.aliases).collect();
        Some(Self {
            ident: variant.ident.clone(),
            ty,
            args,
            tags,
        })
    }
}
