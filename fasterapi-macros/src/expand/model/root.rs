//! A tuple struct around one value: pydantic's root model.

use proc_macro2::TokenStream;
use quote::quote;

use super::names::{bounded, checks, container, finished, label, prepared, read_through};
use super::object::static_field;
use crate::parse::field::ModelField;
use crate::parse::model::Model;

/// Everything of one tuple struct.
pub(super) fn expand(model: &Model, field: &ModelField) -> TokenStream {
    let (name, ty) = (&model.item.ident, &field.ty);
    let (container, only) = (container(model), static_field(field));
    let generics = bounded(model);
    let (of, args, bounds) = generics.split_for_impl();
    let label = label(model);
    let own = !field.args.constraints.is_empty() || field.args.strict;
    let (constraints, asked) = if own {
        let strict = field.args.strict;
        (
            quote!(&__fa::Constraints { strict: #strict, ..FIELDS[0].constraints }),
            quote!(&FIELDS[0].constraints),
        )
    } else {
        (quote!(constraints), quote!(constraints))
    };
    let all: Vec<_> = field
        .args
        .validate
        .iter()
        .chain(&model.args.validate)
        .cloned()
        .collect();
    let inner = checks(&field.args.validate, &quote!(&model.0));
    let outer = checks(&model.args.validate, &quote!(model));
    let check = inner
        .into_iter()
        .chain(outer)
        .reduce(|first, next| quote!(#first.and_then(|()| #next)));
    let whole = match &check {
        Some(check) => quote!(__fa::generated::validated(model, value, reader, |model| #check)),
        None => quote!(::core::option::Option::Some(model)),
    };
    let valid = check.map(|check| quote!(&& { let model = self; #check.is_ok() }));
    let from_text = if all.is_empty() && !own {
        quote!(<#ty as __fa::Model>::from_text(text).map(Self))
    } else {
        quote! {
            let model = Self(<#ty as __fa::Model>::from_text(text)?);
            (<Self as __fa::Model>::meets(&model, &FIELDS[0].constraints) && <Self as __fa::Model>::is_valid(&model))
                .then_some(model)
        }
    };
    let read = read_through(field);
    let read = quote! {
        let read: __fa::generated::Read<#ty> = #read;
        let model = Self(read(value, #constraints, reader)?);
    };
    let steps = &model.args.steps;
    let read = if steps.is_empty() {
        read
    } else {
        let (before, after) = (prepared(steps), finished(steps, false));
        quote! {
            let model: Self = __fa::generated::stepped(value, reader, #before, |value, reader| {
                #read
                ::core::option::Option::Some(model)
            }, #after)?;
        }
    };
    let plain = steps.is_empty() && field.args.steps.is_empty();
    let from_text = if plain {
        from_text
    } else {
        quote!(let _ = text; ::core::option::Option::None)
    };
    quote! {
        static FIELDS: &[__fa::generated::Field] = &[#only];
        static SHAPE: __fa::generated::Shape = __fa::generated::Shape { container: #container, fields: FIELDS };

        #[automatically_derived]
        impl #of __fa::JsonSchema for #name #args #bounds {
            fn schema(schemas: &mut __fa::Schemas, _: &__fa::Constraints) -> __fa::Schema {
                let name = <Self as __fa::Model>::label(&__fa::Constraints::NONE);
                schemas.component::<Self>(&name, ::core::module_path!(), |schemas| {
                    __fa::generated::root_schema(schemas, <#ty as __fa::Model>::describe, &name, &SHAPE)
                })
            }

            fn prune(&self, json: &mut __fa::serde_json::Value, prune: &__fa::Prune<'_>) {
                <#ty as __fa::Model>::trim(&self.0, json, prune);
            }
        }

        #[automatically_derived]
        impl #of __fa::Model for #name #args #bounds {
            const PLACE: __fa::Place = <#ty as __fa::Model>::PLACE;
            const LIST: bool = <#ty as __fa::Model>::LIST;
            const FAST: bool = #plain && <#ty as __fa::Model>::PLAIN;

            fn read(
                value: &__fa::serde_json::Value,
                constraints: &__fa::Constraints,
                reader: &mut __fa::Reader<'_>,
            ) -> ::core::option::Option<Self> {
                let _ = constraints;
                #read
                #whole
            }

            #[inline]
            fn meets(&self, constraints: &__fa::Constraints) -> bool {
                let _ = constraints;
                <#ty as __fa::Model>::meets(&self.0, #asked)
            }

            #[inline]
            fn is_valid(&self) -> bool {
                Self::FAST && <Self as __fa::Model>::meets(self, &__fa::Constraints::NONE)
                    && <#ty as __fa::Model>::is_valid(&self.0) #valid
            }

            #[inline]
            fn from_text(text: &str) -> ::core::option::Option<Self> {
                #from_text
            }

            #label
        }
    }
}
