//! What comes in: reading an object field by field, checking it, and taking over what was given.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use super::Numbered;
use crate::expand::model::names::{checks, field_checks, finished, prepared, read_through};
use crate::parse::model::Model;

pub(super) fn read(model: &Model, fields: &[Numbered<'_>]) -> TokenStream {
    let takes = fields.iter().filter(|field| field.is_read()).map(|field| {
        let (local, ty) = (format_ident!("__{}", field.ident), field.ty);
        let read = read_through(field.field);
        let Some(index) = field.index else {
            return quote! {
                let #local = object.flatten(#read, <#ty as __fa::Model>::keys);
            };
        };
        let default = match field.default(model) {
            Some((default, _)) => quote!(::core::option::Option::Some(#default)),
            None => quote!(::core::option::Option::None),
        };
        let check = match field_checks(field.field, &quote!(value)) {
            Some(check) => quote!(|value| #check),
            None => quote!(|_| ::core::result::Result::Ok(())),
        };
        quote! {
            let #local = object.take(
                #index, #read, <#ty as __fa::Model>::absent, #default, #check,
            );
        }
    });
    let values = fields.iter().map(|field| {
        let (ident, local) = (field.ident, format_ident!("__{}", field.ident));
        if field.is_read() {
            return quote!(#ident: #local?);
        }
        let default = field.default(model).map(|(default, _)| quote!((#default)()));
        let value = default.unwrap_or_else(|| quote!(::core::default::Default::default()));
        quote!(#ident: #value)
    });
    let whole = match checks(&model.args.validate, &quote!(model)) {
        Some(check) => quote!(__fa::generated::validated(model, value, reader, |model| #check)),
        None => quote!(::core::option::Option::Some(model)),
    };
    let body = quote! {
        let mut object = __fa::generated::ObjectReader::open(value, &SHAPE, reader)?;
        #(#takes)*
        object.close()?;
        let model = Self { #(#values),* };
    };
    let steps = &model.args.steps;
    let body = if steps.is_empty() {
        quote!(#body #whole)
    } else {
        let (before, after) = (prepared(steps), finished(steps, false));
        quote! {
            let model: Self = __fa::generated::stepped(value, reader, #before, |value, reader| {
                #body
                ::core::option::Option::Some(model)
            }, #after)?;
            #whole
        }
    };
    quote! {
        fn read(
            value: &__fa::serde_json::Value,
            _: &__fa::Constraints,
            reader: &mut __fa::Reader<'_>,
        ) -> ::core::option::Option<Self> {
            #body
        }
    }
}

pub(super) fn is_valid(model: &Model, fields: &[Numbered<'_>]) -> TokenStream {
    let tests = fields.iter().filter(|field| field.is_read()).map(|field| {
        let (ident, ty) = (field.ident, field.ty);
        let meets = field
            .index
            .filter(|_| !field.field.args.constraints.is_empty())
            .map(|index| quote!(<#ty as __fa::Model>::meets(&self.#ident, &FIELDS[#index].constraints) &&));
        let check = field_checks(field.field, &quote!(&self.#ident)).map(|check| quote!(&& #check.is_ok()));
        quote!(#meets <#ty as __fa::Model>::is_valid(&self.#ident) #check)
    });
    let whole = checks(&model.args.validate, &quote!(self)).map(|check| quote!(&& #check.is_ok()));
    quote! {
        #[inline]
        fn is_valid(&self) -> bool {
            Self::FAST #(&& #tests)* #whole
        }
    }
}

pub(super) fn keys(fields: &[Numbered<'_>]) -> TokenStream {
    let flat = fields
        .iter()
        .filter(|field| field.field.serde.flatten.is_some())
        .map(|field| field.ty);
    quote! {
        fn keys(known: &mut ::std::vec::Vec<&'static str>) -> bool {
            SHAPE.keys(known);
            #(<#flat as __fa::Model>::keys(known);)*
            true
        }
    }
}

/// `fn assign`: the fields that were given, one by one; exchanged, since they cannot be moved out of a type with `Drop`.
pub(super) fn assign(fields: &[Numbered<'_>]) -> TokenStream {
    let moves = fields.iter().filter(|field| field.is_read()).map(|field| {
        let (ident, ty) = (field.ident, field.ty);
        let swap = quote!(::core::mem::swap(&mut self.#ident, &mut target.#ident););
        match field.index {
            Some(index) => quote!(if FIELDS[#index].is_in(given) { #swap }),
            None => quote!(<#ty as __fa::Model>::assign(&mut self.#ident, &mut target.#ident, given);),
        }
    });
    quote! {
        fn assign(&mut self, target: &mut Self, given: &__fa::serde_json::Value) {
            let _ = (&self, &target, given);
            #(#moves)*
        }
    }
}

/// The fields as parameters of their own.
pub(super) fn group(fields: &[Numbered<'_>]) -> TokenStream {
    let visits = fields.iter().filter(|field| field.is_read()).map(|field| {
        let ty = field.ty;
        match field.index {
            Some(index) => quote!(visit(&FIELDS[#index], <#ty as __fa::Model>::LIST);),
            None => quote! {
                if let ::core::option::Option::Some(group) = <#ty as __fa::Model>::GROUP {
                    (group.fields)(visit);
                }
            },
        }
    });
    quote! {
        const GROUP: ::core::option::Option<__fa::generated::Group> =
            ::core::option::Option::Some(__fa::generated::Group {
                fields: |visit| { let _ = &visit; #(#visits)* },
                object: <Self as __fa::Model>::object,
            });
    }
}
