//! `#[derive(ApiError)]`: an error whose variants are documented answers.

use proc_macro2::{Span, TokenStream};
use quote::{format_ident, quote, quote_spanned};
use syn::{DeriveInput, Expr, Fields, Ident, LitStr};

use super::arguments::local;
use super::attributes::status;
use super::param::text;
use crate::check;
use crate::errors::Errors;
use crate::parse::api_error::{ApiErrorItem, Case, Detail};
use crate::parse::args::Json;

/// Expands `#[derive(ApiError)] item`.
pub(crate) fn expand(item: TokenStream) -> TokenStream {
    let mut errors = Errors::new();
    let parsed = syn::parse2::<DeriveInput>(item);
    let item = errors
        .take(parsed)
        .and_then(|input| ApiErrorItem::parse(input, &mut errors));
    if let Some(item) = &item {
        check::api_error::check(item, &mut errors);
    }
    let implementation = item.map(|item| implementation(&item, errors.is_empty()));
    let errors = errors.into_tokens();
    quote!(#implementation #errors)
}

/// The implementations; when mistakes were found (`whole` is false), empty ones, so that there are no more.
fn implementation(item: &ApiErrorItem, whole: bool) -> TokenStream {
    let ident = &item.input.ident;
    let (generics, types, conditions) = item.input.generics.split_for_impl();
    let predicates = conditions.map(|conditions| &conditions.predicates);
    let each = |one: fn(&Case) -> TokenStream| -> TokenStream {
        match whole {
            true => item.cases.iter().map(one).collect(),
            false => TokenStream::new(),
        }
    };
    let (display, http, source) = (each(display), each(http), each(source));
    let (f, told) = (local("f"), local("told"));
    let (describe, from) = (each(describe), from(item, whole));
    quote_spanned! {Span::mixed_site()=>
        #[allow(unused_variables, unreachable_code, unreachable_patterns, clippy::all, clippy::pedantic)]
        const _: () = {
            use ::fasterapi::__private as __fa;

            #[automatically_derived]
            impl #generics ::core::fmt::Display for #ident #types #conditions {
                fn fmt(&self, #f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                    match self { #display _ => ::core::unreachable!() }
                }
            }

            #[automatically_derived]
            impl #generics ::core::error::Error for #ident #types
            where
                // Asked for, not needed: without `Debug` it is an answer all the same.
                for<'__a> #ident #types: ::core::fmt::Debug,
                #predicates
            {
                fn source(&self) -> ::core::option::Option<&(dyn ::core::error::Error + 'static)> {
                    match self { #source _ => ::core::option::Option::None }
                }
            }

            #[automatically_derived]
            impl #generics ::core::convert::From<#ident #types> for __fa::HttpError #conditions {
                fn from(error: #ident #types) -> Self {
                    match &error { #http _ => ::core::unreachable!() }
                }
            }

            #[automatically_derived]
            impl #generics __fa::Responder for #ident #types #conditions {
                fn respond(self, _: __fa::Respond) -> __fa::Response {
                    __fa::Response::from(__fa::HttpError::from(self))
                }

                fn describe(_: &mut __fa::ResponseDescription, _: &mut __fa::Schemas) {}

                fn describe_errors(#told: &mut ::std::vec::Vec<__fa::ErrorDescription>) {
                    #describe
                }
            }

            #from
        };
    }
}

/// The pattern that takes a case apart: fields under their names, those without as `__0`, `__1`, ….
fn pattern(case: &Case) -> TokenStream {
    let (owner, variant) = (&case.owner, case.variant.iter());
    let path = quote!(#owner #(::#variant)*);
    match &case.fields {
        Fields::Named(fields) => {
            let names = fields.named.iter().map(|field| &field.ident);
            quote!(#path { #(#names),* })
        }
        Fields::Unnamed(fields) => {
            let names = (0..fields.unnamed.len()).map(unnamed);
            quote!(#path(#(#names),*))
        }
        Fields::Unit => path,
    }
}

fn unnamed(index: usize) -> Ident {
    format_ident!("__{index}")
}

/// A text with fields in braces, as `format!` wants it.
fn format(text: &LitStr) -> LitStr {
    let mut out = String::new();
    let value = text.value();
    let mut chars = value.chars().peekable();
    while let Some(char) = chars.next() {
        out.push(char);
        if char == '{' {
            match chars.peek() {
                Some('{') => out.extend(chars.next()),
                Some(digit) if digit.is_ascii_digit() => out.push_str("__"),
                _ => {}
            }
        }
    }
    LitStr::new(&out, text.span())
}

fn code(case: &Case) -> TokenStream {
    let zero: Expr = syn::parse_quote!(500u16);
    let code = status(case.args.status_code.as_ref().unwrap_or(&zero));
    quote!(__fa::IntoStatusCode::into_status_code(#code))
}

fn display(case: &Case) -> TokenStream {
    let f = local("f");
    let pattern = pattern(case);
    match &case.args.detail {
        Some(Detail::Text(text)) => {
            let text = format(text);
            quote!(#pattern => ::core::write!(#f, #text),)
        }
        _ => {
            let code = code(case);
            quote!(#pattern => ::core::write!(#f, "{}", #code),)
        }
    }
}

fn http(case: &Case) -> TokenStream {
    let (code, pattern) = (code(case), pattern(case));
    let error = match &case.args.detail {
        Some(Detail::Text(text)) => {
            let text = format(text);
            quote!(__fa::HttpError::new(#code, ::std::format!(#text)))
        }
        Some(Detail::Json(Json(json))) => quote!(__fa::HttpError::new(#code, __fa::serde_json::json!(#json))),
        None => quote!(__fa::HttpError::status_only(#code)),
    };
    let headers = case.args.headers.iter().map(|(name, value)| {
        let value = format(value);
        quote!(.header(#name, ::std::format!(#value)))
    });
    quote!(#pattern => #error #(#headers)*,)
}

fn source(case: &Case) -> TokenStream {
    let Some(index) = case.source else {
        return TokenStream::new();
    };
    let pattern = pattern(case);
    let field = case.fields.iter().nth(index).and_then(|field| field.ident.clone());
    let field = field.unwrap_or_else(|| unnamed(index));
    quote!(#pattern => ::core::option::Option::Some(#field),)
}

/// What the document says: the doc comment, else the text, else the status' phrase.
fn describe(case: &Case) -> TokenStream {
    let (code, told) = (code(case), local("told"));
    let description = match (text(&case.doc), &case.args.detail) {
        (Some(doc), _) => quote!(::core::primitive::str::trim(#doc)),
        (None, Some(Detail::Text(text))) => quote!(#text),
        (None, _) => quote!(__fa::phrase(#code)),
    };
    let headers = case.args.headers.iter().map(|(name, _)| name);
    quote! {
        #told.push(__fa::ErrorDescription {
            status: #code,
            description: #description,
            headers: &[#(#headers),*],
        });
    }
}

/// The conversions that `#[from]` asks for.
fn from(item: &ApiErrorItem, whole: bool) -> TokenStream {
    let ident = &item.input.ident;
    let (generics, types, conditions) = item.input.generics.split_for_impl();
    let cases = item.cases.iter().filter(|_| whole);
    let conversions = cases.filter_map(|case| {
        let ty = case.field(case.from?)?;
        let variant = case.variant.iter();
        let path = quote!(#ident #(::#variant)*);
        let made = match case.fields.iter().next().and_then(|field| field.ident.as_ref()) {
            Some(name) => quote!(#path { #name: error }),
            None => quote!(#path(error)),
        };
        Some(quote! {
            #[automatically_derived]
            impl #generics ::core::convert::From<#ty> for #ident #types #conditions {
                fn from(error: #ty) -> Self {
                    #made
                }
            }
        })
    });
    conversions.collect()
}
