//! The `Param` of an argument: a `static`, and all that its attribute says.

use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote};
use syn::Expr;

use crate::parse::args::Json;
use crate::parse::argument::Argument;
use crate::parse::doc::{Doc, DocPart};
use crate::parse::param::{DefaultValue, ParamArgs, Place};

/// Where the run time looks for the value.
#[derive(Debug, Clone, Copy)]
pub(super) enum Source {
    /// As the attribute says.
    At(Place),
    /// In the path if the whole template names it, else in the query.
    PathOrQuery,
}

/// `fn param()` of the argument's `marker`.
pub(super) fn expand(argument: &Argument, marker: &Ident, source: Source) -> TokenStream {
    let (name, wire) = (&argument.name, argument.wire());
    let source = match source {
        Source::PathOrQuery => format_ident!("PathOrQuery"),
        Source::At(Place::Path) => format_ident!("Path"),
        Source::At(Place::Query) => format_ident!("Query"),
        Source::At(Place::Header) => format_ident!("Header"),
        Source::At(Place::Cookie) => format_ident!("Cookie"),
        Source::At(Place::Body) => format_ident!("Body"),
        Source::At(Place::Form) => format_ident!("Form"),
        Source::At(Place::File) => format_ident!("File"),
    };
    let new = quote!(__fa::Param::new(#name, #wire, __fa::Source::#source));
    let mut fields = match argument.param() {
        Some(args) => said(args, marker, &wire),
        None => Vec::new(),
    };
    if argument.param().is_none_or(|args| args.description.is_none()) {
        fields.extend(text(&argument.doc).map(|text| quote!(description: ::core::option::Option::Some(#text))));
    }
    let value = if fields.is_empty() {
        new
    } else {
        quote!(__fa::Param { #(#fields,)* ..#new })
    };
    quote! {
        fn param() -> &'static __fa::Param {
            static __PARAM: __fa::Param = #value;
            &__PARAM
        }
    }
}

fn said(args: &ParamArgs, marker: &Ident, wire: &str) -> Vec<TokenStream> {
    let mut fields = Vec::new();
    if args.place == Place::Header {
        let name = wire.to_ascii_lowercase();
        fields.push(quote!(header: ::core::option::Option::Some({
            static __NAME: __fa::http::HeaderName = __fa::http::HeaderName::from_static(#name);
            &__NAME
        })));
    }
    if !args.convert_underscores {
        fields.push(quote!(convert_underscores: false));
    }
    if !args.constrained.is_empty() {
        let constraints = args.constraints.expand(&quote!(__fa));
        fields.push(quote!(constraints: #constraints));
    }
    if matches!(args.default, Some(DefaultValue::OfType(_) | DefaultValue::Value(_))) {
        let function = format_ident!(
            "{}",
            if args.place == Place::File {
                "default_file_json"
            } else {
                "default_json"
            }
        );
        fields.push(quote!(default: ::core::option::Option::Some(__fa::#function::<#marker>)));
    }
    let texts = [("title", &args.title), ("description", &args.description)];
    for (field, value) in texts {
        if let Some(value) = value {
            let field = format_ident!("{field}");
            fields.push(quote!(#field: ::core::option::Option::Some(#value)));
        }
    }
    let flags: [(&str, &Option<Expr>); 4] = [
        ("required", &args.required),
        ("deprecated", &args.deprecated),
        ("include_in_schema", &args.include_in_schema),
        ("embed", &args.embed),
    ];
    for (field, value) in flags {
        if let Some(value) = value {
            let field = format_ident!("{field}");
            fields.push(quote!(#field: #value));
        }
    }
    let jsons: [(&str, &Option<Json>); 3] = [
        ("examples", &args.examples),
        ("openapi_examples", &args.openapi_examples),
        ("json_schema_extra", &args.json_schema_extra),
    ];
    for (field, value) in jsons {
        if let Some(Json(tokens)) = value {
            let field = format_ident!("{field}");
            fields.push(quote!(#field: ::core::option::Option::Some(|| __fa::serde_json::json!(#tokens))));
        }
    }
    if let Some(media_type) = &args.media_type {
        fields.push(quote!(media_type: ::core::option::Option::Some(#media_type)));
    }
    fields
}

/// A doc comment as an expression of type `&'static str`, if there is one.
pub(super) fn text(doc: &Doc) -> Option<TokenStream> {
    let parts = doc.parts.iter().map(|part| match part {
        DocPart::Text(text) => quote!(#text),
        DocPart::Expr(expr) => quote!(#expr),
    });
    match doc.parts.len() {
        0 => None,
        1 => Some(quote!(#(#parts)*)),
        _ => Some(quote!(::core::concat!(#(#parts),*))),
    }
}
