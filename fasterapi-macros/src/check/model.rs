//! Rules of `#[model]` that no single attribute can see.

use std::collections::HashSet;

use quote::ToTokens;

use super::constraints::{check_bounds, check_keys};
use crate::errors::Errors;
use crate::parse::field::ModelField;
use crate::parse::function::is_named;
use crate::parse::model::{Discriminator, Kind, Model, UnionVariant};

/// Checks the whole item.
pub(crate) fn check(model: &Model, errors: &mut Errors) {
    super::variants::check(model, errors);
    if !matches!(model.kind, Kind::Object(_)) {
        for method in &model.args.computed {
            errors.at(
                method,
                "computed fields stand among the fields of a struct; this model has none",
            );
        }
    }
    if !matches!(model.kind, Kind::Object(_) | Kind::Root(_)) {
        for path in model.args.steps.iter() {
            errors.at(
                path,
                "`before` and `after` are for structs; put them on the field that holds the enum",
            );
        }
    }
    match &model.kind {
        Kind::Object(fields) => object(model, fields, errors),
        Kind::Root(field) => root(field, errors),
        Kind::Choices(_) => {
            for (_, path) in &model.args.validate {
                errors.at(path, "an enum of plain values has nothing more to validate; remove it");
            }
        }
        Kind::Tagged(_, variants) | Kind::Untagged(variants) | Kind::Discriminated(_, variants) => {
            union(variants, errors);
        }
    }
    discriminator(model, errors);
    if let (Some(mode), false) = (&model.args.first_fit, matches!(model.kind, Kind::Untagged(_))) {
        let text = "`union_mode` is for enums with `#[serde(untagged)]`, whose variants are tried in turn; remove it";
        errors.at(mode, text);
    }
}

fn discriminator(model: &Model, errors: &mut Errors) {
    let Some(discriminator) = &model.args.discriminator else {
        return;
    };
    if !matches!(model.kind, Kind::Discriminated(..) | Kind::Tagged(..)) {
        let text = "`discriminator` is for enums whose variants hold a model; remove it";
        match discriminator {
            Discriminator::Field(field) => errors.at(field, text),
            Discriminator::Function(function) => errors.at(function, text),
        }
    }
}

fn object(model: &Model, fields: &[ModelField], errors: &mut Errors) {
    let mut names = HashSet::new();
    for field in fields {
        one_field(field, errors);
        if field.is_listed() && !field.serde.skip_reading && !names.insert(field.wire.clone()) {
            let text = format!(
                "another field is called `{}` by the client; give one an `alias`",
                field.wire
            );
            errors.at(&field.ident, text);
        }
        if let Some(method) = model.args.computed.iter().find(|method| **method == field.wire_out)
            && field.is_listed()
            && !field.serde.skip_writing
        {
            errors.at(method, "a field has this name already; rename the method or the field");
        }
        let forbids = model.args.forbid_extra || model.serde.deny_unknown_fields;
        if let (Some(flatten), true) = (&field.serde.flatten, forbids) {
            errors.at(
                flatten,
                "`flatten` cannot tell unknown names from known ones; remove `extra = \"forbid\"`",
            );
        }
    }
}

fn one_field(field: &ModelField, errors: &mut Errors) {
    check_keys(&field.args.constrained, &field.ty, errors);
    check_bounds(&field.args.constraints, &field.ty, errors);
    if let Some(required) = &field.args.required {
        if !is_named(&field.ty, "Option") {
            errors.at(
                required,
                "a field that is not an `Option` is required as it is; remove `required`",
            );
        } else if field.args.default.is_some() {
            errors.at(
                required,
                "a field with a default need not be sent; remove `required` or the default",
            );
        }
    }
    if let (Some(read_only), true) = (&field.args.read_only, field.serde.skip_writing) {
        errors.at(
            read_only,
            "a field that is neither read nor written is `#[serde(skip)]`; remove this or what keeps it from being written",
        );
    }
    if field.args.default.is_some() && field.serde.default.is_some() {
        errors.at(&field.ident, "the default is given twice; remove `#[serde(default)]`");
    }
    if let (Some(alias), true) = (&field.args.alias, field.serde.rename.read.is_some()) {
        errors.at(alias, "the name is given twice; remove `#[serde(rename)]` or `alias`");
    }
    no_value(&field.args.value, errors);
}

fn root(field: &ModelField, errors: &mut Errors) {
    check_keys(&field.args.constrained, &field.ty, errors);
    check_bounds(&field.args.constraints, &field.ty, errors);
    let nothing = "says nothing of a value that is the whole model; remove it";
    if let Some(alias) = &field.args.alias {
        errors.at(alias, format!("`alias` {nothing}"));
    }
    if field.args.default.is_some() {
        errors.at(&field.ty, format!("`default` {nothing}"));
    }
    no_value(&field.args.value, errors);
}

fn no_value(value: &Option<syn::Expr>, errors: &mut Errors) {
    if let Some(value) = value {
        errors.at(value, "`value` is for the variants of an enum; did you mean `default`?");
    }
}

fn union(variants: &[UnionVariant], errors: &mut Errors) {
    let mut tags = HashSet::new();
    for variant in variants {
        check_keys(&variant.args.constrained, &variant.ty, errors);
        check_bounds(&variant.args.constraints, &variant.ty, errors);
        if variant.args.value.is_some() {
            errors.at(
                variant.args.value.to_token_stream(),
                "`value` is for enums without fields; use `#[serde(rename)]`",
            );
        }
        for path in variant.args.steps.iter() {
            errors.at(
                path,
                "`before` and `after` are for structs; put them on the field that holds the enum",
            );
        }
        for tag in &variant.tags {
            if !tags.insert(tag.clone()) {
                errors.at(&variant.ident, format!("another variant has the tag `{tag}` already"));
            }
        }
    }
}
