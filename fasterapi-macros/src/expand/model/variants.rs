//! The models that `variants(..)` asks for: some of the fields, as they are or as fields that may be absent.

use proc_macro2::{TokenStream, TokenTree};
use quote::quote;
use syn::{Attribute, Data, Field, Meta};

use crate::parse::field::ModelField;
use crate::parse::model::{Kind, Model};
use crate::parse::variants::VariantModel;

/// What a field that may be absent has no use for.
const OF_DEFAULTS: [&str; 3] = ["default", "default_with", "required"];

/// All of them, each with its way from or to the model.
pub(super) fn expand(model: &Model) -> TokenStream {
    let (Kind::Object(known), Data::Struct(data)) = (&model.kind, &model.item.data) else {
        return TokenStream::new();
    };
    let fields: Vec<_> = data.fields.iter().zip(known).collect();
    let variants = model.args.variants.iter();
    variants.map(|variant| one(model, variant, &fields)).collect()
}

fn one(model: &Model, variant: &VariantModel, fields: &[(&Field, &ModelField)]) -> TokenStream {
    let (of, name, vis) = (&model.item.ident, &variant.name, &model.item.vis);
    let flags = flags(model);
    let serde = model
        .item
        .attrs
        .iter()
        .filter(|attribute| attribute.path().is_ident("serde"));
    let taken = fields.iter().filter(|(field, known)| {
        let has = field.ident.as_ref().is_some_and(|ident| variant.has(ident));
        has && !(variant.patch && known.serde.skip_reading)
    });
    let taken: Vec<_> = taken.map(|(field, _)| *field).collect();
    let declared = taken.iter().map(|field| declared(field, variant.patch));
    let idents: Vec<_> = taken.iter().filter_map(|field| field.ident.as_ref()).collect();
    let doc = if variant.patch {
        format!("A partial update of [`{of}`]: each field may be absent.")
    } else {
        format!("Some of the fields of [`{of}`].")
    };
    let conversion = if variant.patch {
        let text = format!("Writes the fields that were sent to a [`{of}`].");
        quote! {
            impl #name {
                #[doc = #text]
                #[allow(dead_code)]
                #vis fn apply_to(self, model: &mut #of) {
                    #(self.#idents.apply_to(&mut model.#idents);)*
                }
            }
        }
    } else {
        quote! {
            #[automatically_derived]
            impl ::core::convert::From<#of> for #name {
                fn from(model: #of) -> Self {
                    Self { #(#idents: model.#idents),* }
                }
            }
        }
    };
    quote! {
        #[doc = #doc]
        #[::fasterapi::model(#flags, description = "")]
        #(#serde)*
        #vis struct #name {
            #(#declared,)*
        }

        #conversion
    }
}

/// The arguments of `#[model(..)]` that hold for every variant.
fn flags(model: &Model) -> TokenStream {
    let args = &model.args;
    let (strict, strip, lower, upper) = (args.strict, args.strip_whitespace, args.to_lower, args.to_upper);
    let extra = if args.forbid_extra { "forbid" } else { "ignore" };
    quote! {
        strict = #strict,
        str_strip_whitespace = #strip,
        str_to_lower = #lower,
        str_to_upper = #upper,
        extra = #extra
    }
}

/// The field as the variant declares it.
fn declared(field: &Field, patch: bool) -> TokenStream {
    let (vis, ident, ty) = (&field.vis, &field.ident, &field.ty);
    let attrs = &field.attrs;
    if !patch {
        return quote!(#(#attrs)* #vis #ident: #ty);
    }
    let attrs = attrs.iter().filter_map(without_defaults);
    quote!(#(#attrs)* #vis #ident: ::fasterapi::types::Patch<#ty>)
}

/// The attribute without what it says of defaults; `None` when nothing is left of it.
fn without_defaults(attribute: &Attribute) -> Option<TokenStream> {
    let path = attribute.path();
    let Meta::List(list) = &attribute.meta else {
        return Some(quote!(#attribute));
    };
    if !path.is_ident("field") && !path.is_ident("serde") {
        return Some(quote!(#attribute));
    }
    let mut kept: Vec<TokenStream> = Vec::new();
    let mut entry = Vec::new();
    let comma = |token: &TokenTree| matches!(token, TokenTree::Punct(punct) if punct.as_char() == ',');
    for token in list.tokens.clone() {
        if comma(&token) {
            keep(&mut kept, std::mem::take(&mut entry));
        } else {
            entry.push(token);
        }
    }
    keep(&mut kept, entry);
    (!kept.is_empty()).then(|| quote!(#[#path(#(#kept),*)]))
}

fn keep(kept: &mut Vec<TokenStream>, entry: Vec<TokenTree>) {
    match entry.first() {
        Some(TokenTree::Ident(key)) if OF_DEFAULTS.iter().any(|name| key == name) => {}
        Some(_) => kept.push(entry.into_iter().collect()),
        None => {}
    }
}
