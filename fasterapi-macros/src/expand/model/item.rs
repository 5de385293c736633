//! The item itself: our own attributes go, what serde must know of them comes.

use proc_macro2::TokenStream;
use quote::{ToTokens, quote};
use syn::ext::IdentExt;
use syn::punctuated::Punctuated;
use syn::{Attribute, Data, DeriveInput, Fields, Meta, Path, Token, parse_quote};

use crate::parse::field::ModelField;
use crate::parse::function::is_named;
use crate::parse::model::{Kind, Model};
use crate::parse::param::DefaultValue;

const CRATE: &str = "::fasterapi::__private::serde";

/// The item without our attributes, for when it could not be understood.
pub(super) fn bare(item: TokenStream) -> TokenStream {
    let Ok(mut item) = syn::parse2::<DeriveInput>(item.clone()) else {
        return item;
    };
    strip(&mut item, &["field", "serde"]);
    item.attrs.retain(|attribute| !attribute.path().is_ident("serde"));
    item.into_token_stream()
}

/// The item with its derives and serde's attributes.
pub(super) fn expand(model: &Model) -> TokenStream {
    let mut item = model.item.clone();
    let (derived, rest) = derives(std::mem::take(&mut item.attrs));
    let mut first: Vec<Attribute> = Vec::new();
    let brought = [
        ("Debug", quote!(::core::fmt::Debug)),
        ("Clone", quote!(::core::clone::Clone)),
    ];
    let brought = brought
        .into_iter()
        .filter(|(name, _)| !derived.iter().any(|path| is(path, name)))
        .map(|(_, path)| path);
    let kept = derived
        .iter()
        .filter(|path| !is(path, "Serialize") && !is(path, "Deserialize"));
    let kept = kept.map(ToTokens::to_token_stream);
    let derived: Vec<TokenStream> = brought.chain(kept).collect();
    if matches!(model.kind, Kind::Choices(_)) {
        first.push(parse_quote!(#[derive(#(#derived),*)]));
        strip(&mut item, &["field", "serde"]);
        item.attrs = first
            .into_iter()
            .chain(rest.into_iter().filter(|a| !a.path().is_ident("serde")))
            .collect();
        return item.into_token_stream();
    }
    first.push(parse_quote! {
        #[derive(#(#derived,)* ::fasterapi::__private::serde::Serialize, ::fasterapi::__private::serde::Deserialize)]
    });
    if !model.serde.own_crate {
        first.push(parse_quote!(#[serde(crate = #CRATE)]));
    }
    if matches!(model.kind, Kind::Discriminated(..)) && !model.serde.untagged {
        first.push(parse_quote!(#[serde(untagged)]));
    }
    if let Kind::Object(fields) = &model.kind {
        // serde writes inherent functions then, and the traits are implemented around them
        let name = item.ident.to_string();
        first.push(parse_quote!(#[serde(remote = #name)]));
        first.extend(bounds(&item));
        if model.args.forbid_extra && !model.serde.deny_unknown_fields {
            first.push(parse_quote!(#[serde(deny_unknown_fields)]));
        }
        tell_serde(&mut item, fields);
    }
    strip(&mut item, &["field"]);
    item.attrs = first.into_iter().chain(rest).collect();
    item.into_token_stream()
}

/// The bounds of the functions serde writes: those of the traits around them, or the functions would not be found.
fn bounds(item: &DeriveInput) -> Option<Attribute> {
    let params: Vec<_> = item.generics.type_params().map(|param| &param.ident).collect();
    let all = |bound: TokenStream| quote!(#(#params: #bound),*).to_string();
    let writing = all(quote!(::fasterapi::__private::serde::Serialize));
    let reading = all(quote!(::fasterapi::__private::serde::Deserialize<'de>));
    (!params.is_empty()).then(|| parse_quote!(#[serde(bound(serialize = #writing, deserialize = #reading))]))
}

/// Takes the `#[derive(..)]`s out of the attributes.
fn derives(attributes: Vec<Attribute>) -> (Vec<Path>, Vec<Attribute>) {
    let (mut paths, mut rest) = (Vec::new(), Vec::new());
    for attribute in attributes {
        match &attribute.meta {
            Meta::List(list) if list.path.is_ident("derive") => {
                match list.parse_args_with(Punctuated::<Path, Token![,]>::parse_terminated) {
                    Ok(list) => paths.extend(list),
                    Err(_) => rest.push(attribute),
                }
            }
            _ => rest.push(attribute),
        }
    }
    (paths, rest)
}

fn is(path: &Path, name: &str) -> bool {
    path.segments.last().is_some_and(|last| last.ident == name)
}

/// Removes attributes of these names from fields and variants.
fn strip(item: &mut DeriveInput, names: &[&str]) {
    let keep = |attribute: &Attribute| !names.iter().any(|name| attribute.path().is_ident(name));
    let of_fields = |fields: &mut Fields| fields.iter_mut().for_each(|field| field.attrs.retain(keep));
    match &mut item.data {
        Data::Struct(data) => of_fields(&mut data.fields),
        Data::Enum(data) => {
            for variant in &mut data.variants {
                variant.attrs.retain(keep);
                of_fields(&mut variant.fields);
            }
        }
        Data::Union(_) => {}
    }
}

/// Writes defaults and aliases down for serde.
fn tell_serde(item: &mut DeriveInput, fields: &[ModelField]) {
    let owner = item.ident.clone();
    let turbofish = item.generics.split_for_impl().1.as_turbofish().to_token_stream();
    let Data::Struct(data) = &mut item.data else { return };
    for (field, known) in data.fields.iter_mut().zip(fields) {
        match &known.args.default {
            None => {}
            Some(DefaultValue::OfType(_)) => field.attrs.push(parse_quote!(#[serde(default)])),
            Some(DefaultValue::With(path)) => {
                let path = path.to_token_stream().to_string();
                field.attrs.push(parse_quote!(#[serde(default = #path)]));
            }
            Some(DefaultValue::Value(_)) => {
                let function = default_function(known);
                let path = quote!(#owner #turbofish :: #function).to_string();
                field.attrs.push(parse_quote!(#[serde(default = #path)]));
            }
        }
        if known.serde.rename.read.is_none()
            && let Some(alias) = &known.args.alias
        {
            field.attrs.push(parse_quote!(#[serde(rename = #alias)]));
        }
        if is_named(&known.ty, "Patch") {
            let absent = "::fasterapi::types::Patch::is_absent";
            field
                .attrs
                .push(parse_quote!(#[serde(default, skip_serializing_if = #absent)]));
        }
        if known.args.read_only.is_some() {
            field.attrs.push(parse_quote!(#[serde(skip_deserializing)]));
        }
        if known.args.exclude || known.args.write_only.is_some() {
            field.attrs.push(parse_quote!(#[serde(skip_serializing)]));
        }
        if known.args.required.is_some() {
            let required = "::fasterapi::__private::generated::required";
            field.attrs.push(parse_quote!(#[serde(deserialize_with = #required)]));
        }
    }
}

/// The name of the function that makes a field's `default = expr`.
pub(super) fn default_function(field: &ModelField) -> syn::Ident {
    let name = field
        .ident
        .as_ref()
        .map(|ident| ident.unraw().to_string())
        .unwrap_or_default();
    quote::format_ident!("__default_{name}")
}
