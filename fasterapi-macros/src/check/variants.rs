//! What `variants(..)` of a model may say.

use crate::errors::Errors;
use crate::parse::field::ModelField;
use crate::parse::model::{Kind, Model};

/// Checks every variant against the model.
pub(super) fn check(model: &Model, errors: &mut Errors) {
    let Some(first) = model.args.variants.first() else {
        return;
    };
    let Kind::Object(fields) = &model.kind else {
        errors.at(
            &first.name,
            "variants have some of a struct's fields; this model has none",
        );
        return;
    };
    if !model.item.generics.params.is_empty() {
        errors.at(
            &first.name,
            "variants of a generic model cannot be written for you; write the struct",
        );
    }
    if model.serde.default {
        errors.at(
            &first.name,
            "variants do not know the defaults of `#[serde(default)]` on the struct; give each field its own",
        );
    }
    for variant in &model.args.variants {
        for name in variant.named() {
            if !fields.iter().any(|field| field.ident.as_ref() == Some(name)) {
                errors.at(name, format!("`{}` has no field `{name}`", model.item.ident));
            }
        }
        if variant.patch {
            patch(variant, fields, errors);
        }
    }
}

fn patch(variant: &crate::parse::variants::VariantModel, fields: &[ModelField], errors: &mut Errors) {
    for field in fields {
        let Some(ident) = field.ident.as_ref().filter(|ident| variant.has(ident)) else {
            continue;
        };
        if field.serde.flatten.is_some() {
            let text = format!("`{ident}` is flattened, and cannot be absent; `patch omit({ident})`");
            errors.at(&variant.name, text);
        }
    }
}
