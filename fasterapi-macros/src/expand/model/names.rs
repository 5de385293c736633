//! What all kinds of models share: generics with their bounds, the model's name, its checks.

use proc_macro2::TokenStream;
use quote::quote;
use syn::ext::IdentExt;
use syn::{Expr, Generics, Path};

use crate::expand::param::text;
use crate::expand::told::told;
use crate::parse::args::Json;
use crate::parse::doc::Doc;
use crate::parse::field::{Check, ModelField, Steps};
use crate::parse::function::is_named;
use crate::parse::model::Model;

/// The generics, each type being a model that can be written too.
pub(super) fn bounded(model: &Model) -> Generics {
    let mut generics = model.item.generics.clone();
    for param in generics.type_params_mut() {
        param.bounds.push(syn::parse_quote!(__fa::Model));
        param.bounds.push(syn::parse_quote!(__fa::serde::Serialize));
    }
    generics
}

/// The generics, each type meeting `bound`.
pub(super) fn bounded_by(model: &Model, bound: &syn::TypeParamBound) -> Generics {
    let mut generics = model.item.generics.clone();
    for param in generics.type_params_mut() {
        param.bounds.push(bound.clone());
    }
    generics
}

/// The item's name as text.
pub(super) fn name(model: &Model) -> String {
    model.item.ident.unraw().to_string()
}

/// The name a computed field is written under.
pub(super) fn computed_name(model: &Model, method: &syn::Ident) -> String {
    let name = method.unraw().to_string();
    let case = model.serde.rename_all.write;
    case.map_or_else(|| name.clone(), |case| case.field(&name))
}

/// `fn label`: the name, and the names of its type arguments.
pub(super) fn label(model: &Model) -> TokenStream {
    let name = name(model);
    let params: Vec<_> = model.item.generics.type_params().map(|param| &param.ident).collect();
    let value = if params.is_empty() {
        quote!(::std::borrow::Cow::Borrowed(#name))
    } else {
        quote! {
            ::std::borrow::Cow::Owned(::std::format!(
                "{}[{}]",
                #name,
                [#(<#params as __fa::Model>::label(&__fa::Constraints::NONE)),*].join(", ")
            ))
        }
    };
    quote! {
        fn label(_: &__fa::Constraints) -> ::std::borrow::Cow<'static, str> {
            #value
        }
    }
}

/// An expression of type `Result<(), Refused>` that checks `value`; `None` when there is nothing to check.
pub(super) fn checks(checks: &[(Check, Path)], value: &TokenStream) -> Option<TokenStream> {
    let calls = checks
        .iter()
        .map(|(check, path)| told(*check, &quote!(#path(#value)), &quote!(__fa::generated)));
    calls.reduce(|first, next| quote!(#first.and_then(|()| #next)))
}

/// An expression of type `Result<_, Refused>` that sends `start` through the functions.
fn through(steps: &[Path], start: &TokenStream) -> TokenStream {
    steps
        .iter()
        .fold(quote!(::core::result::Result::Ok(#start)), |so_far, path| {
            let next = quote!(__fa::generated::step(step, #path));
            let next = told(Check::Value, &next, &quote!(__fa::generated));
            quote!(#so_far.and_then(|step| #next))
        })
}

/// The `Read` of a type, with what is done before and after; of a `Patch`, to what was sent.
pub(super) fn read_through(field: &ModelField) -> TokenStream {
    let (ty, steps) = (&field.ty, &field.args.steps);
    if steps.is_empty() {
        return quote!(<#ty as __fa::Model>::read);
    }
    let (before, after) = (prepared(steps), finished(steps, is_named(ty, "Patch")));
    quote! {
        |value, constraints, reader| __fa::generated::stepped(
            value, reader, #before, |value, reader| <#ty as __fa::Model>::read(value, constraints, reader), #after,
        )
    }
}

/// `before` as a closure.
pub(super) fn prepared(steps: &Steps) -> TokenStream {
    let chain = through(&steps.before, &quote!(sent));
    quote!(|sent: __fa::serde_json::Value| #chain)
}

/// `after` as a closure.
pub(super) fn finished(steps: &Steps, patch: bool) -> TokenStream {
    let chain = through(&steps.after, &quote!(taken));
    if !patch {
        return quote!(|taken| #chain);
    }
    quote! {
        |patch| match patch {
            ::fasterapi::types::Patch::Absent => ::core::result::Result::Ok(::fasterapi::types::Patch::Absent),
            ::fasterapi::types::Patch::Sent(taken) => #chain.map(::fasterapi::types::Patch::Sent),
        }
    }
}

/// The checks of one field; of a `Patch` they see what was sent.
pub(super) fn field_checks(field: &ModelField, value: &TokenStream) -> Option<TokenStream> {
    if !is_named(&field.ty, "Patch") {
        return checks(&field.args.validate, value);
    }
    let of_sent = checks(&field.args.validate, &quote!(sent))?;
    Some(quote! {
        match #value {
            ::fasterapi::types::Patch::Absent => ::core::result::Result::Ok(()),
            ::fasterapi::types::Patch::Sent(sent) => #of_sent,
        }
    })
}

/// `Some(text)` of an argument, or of the doc comment.
pub(super) fn description(said: &Option<Expr>, doc: &Doc) -> Option<TokenStream> {
    match said {
        Some(said) => Some(quote!(description: ::core::option::Option::Some(#said))),
        None => text(doc).map(|text| quote!(description: ::core::option::Option::Some(#text))),
    }
}

/// `field: Some(|| json!(..))`.
pub(super) fn json(field: &str, value: &Option<Json>) -> Option<TokenStream> {
    let Json(tokens) = value.as_ref()?;
    let field = quote::format_ident!("{field}");
    Some(quote!(#field: ::core::option::Option::Some(|| __fa::serde_json::json!(#tokens))))
}

/// `title: Some(..)`.
pub(super) fn title(said: &Option<Expr>) -> Option<TokenStream> {
    said.as_ref()
        .map(|title| quote!(title: ::core::option::Option::Some(#title)))
}

/// The `Container` of a model.
pub(super) fn container(model: &Model) -> TokenStream {
    let args = &model.args;
    let mut fields = Vec::new();
    fields.extend(title(&args.title));
    fields.extend(description(&args.description, &model.doc));
    fields.extend(json("examples", &args.examples));
    fields.extend(json("extra", &args.json_schema_extra));
    if args.forbid_extra || model.serde.deny_unknown_fields {
        fields.push(quote!(forbid_extra: true));
    }
    let (strict, strip, lower, upper) = (args.strict, args.strip_whitespace, args.to_lower, args.to_upper);
    if strict || strip || lower || upper {
        fields.push(quote!(mode: __fa::generated::Mode {
            strict: #strict,
            strip_whitespace: #strip,
            to_lower: #lower,
            to_upper: #upper,
        }));
    }
    quote!(__fa::generated::Container { #(#fields,)* ..__fa::generated::Container::NONE })
}
