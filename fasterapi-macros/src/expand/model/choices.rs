//! An enum of plain values.

use proc_macro2::TokenStream;
use quote::quote;

use super::names::{description, json, name, title};
use crate::parse::model::{ChoiceValue, ChoiceVariant, Model};

/// Everything of one enum without fields.
pub(super) fn expand(model: &Model, variants: &[ChoiceVariant]) -> TokenStream {
    let (ident, name) = (&model.item.ident, name(model));
    let literal = model.args.literal.is_some();
    let values = variants.iter().map(|variant| match &variant.value {
        ChoiceValue::Text(text) => quote!(__fa::generated::Choice::Text(#text)),
        ChoiceValue::Int(int) => quote!(__fa::generated::Choice::Int(#int)),
    });
    let aliases = variants
        .iter()
        .enumerate()
        .flat_map(|(index, variant)| variant.aliases.iter().map(move |alias| quote!((#alias, #index))));
    let title = title(&model.args.title).unwrap_or_else(|| quote!(title: ::core::option::Option::None));
    let description = description(&model.args.description, &model.doc);
    let description = description.unwrap_or_else(|| quote!(description: ::core::option::Option::None));
    let extra =
        json("extra", &model.args.json_schema_extra).unwrap_or_else(|| quote!(extra: ::core::option::Option::None));
    let idents: Vec<_> = variants.iter().map(|variant| &variant.ident).collect();
    let indexes: Vec<_> = (0..variants.len()).collect();
    quote! {
        static CHOICES: __fa::generated::Choices = __fa::generated::Choices {
            name: #name,
            #title,
            #description,
            literal: #literal,
            values: &[#(#values),*],
            aliases: &[#(#aliases),*],
            #extra,
        };

        #[inline]
        fn variant(index: usize) -> ::core::option::Option<#ident> {
            match index {
                #(#indexes => ::core::option::Option::Some(#ident::#idents),)*
                _ => ::core::option::Option::None,
            }
        }

        #[automatically_derived]
        impl __fa::serde::Serialize for #ident {
            fn serialize<__S: __fa::serde::Serializer>(
                &self,
                serializer: __S,
            ) -> ::core::result::Result<__S::Ok, __S::Error> {
                let index: usize = match self {
                    #(Self::#idents => #indexes,)*
                };
                __fa::generated::serialize_choice(&CHOICES, index, serializer)
            }
        }

        #[automatically_derived]
        impl<'de> __fa::serde::Deserialize<'de> for #ident {
            fn deserialize<__D: __fa::serde::Deserializer<'de>>(
                deserializer: __D,
            ) -> ::core::result::Result<Self, __D::Error> {
                let index = __fa::generated::deserialize_choice(&CHOICES, deserializer)?;
                variant(index).ok_or_else(|| __fa::serde::de::Error::custom("no such variant"))
            }
        }

        #[automatically_derived]
        impl __fa::JsonSchema for #ident {
            fn schema(schemas: &mut __fa::Schemas, _: &__fa::Constraints) -> __fa::Schema {
                CHOICES.schema::<Self>(schemas, ::core::module_path!())
            }
        }

        #[automatically_derived]
        impl __fa::Model for #ident {
            const PLACE: __fa::Place = __fa::Place::Parameter;

            fn read(
                value: &__fa::serde_json::Value,
                _: &__fa::Constraints,
                reader: &mut __fa::Reader<'_>,
            ) -> ::core::option::Option<Self> {
                variant(CHOICES.read(value, reader)?)
            }

            #[inline]
            fn meets(&self, _: &__fa::Constraints) -> bool {
                true
            }

            #[inline]
            fn from_text(text: &str) -> ::core::option::Option<Self> {
                variant(CHOICES.from_text(text)?)
            }

            fn label(_: &__fa::Constraints) -> ::std::borrow::Cow<'static, str> {
                ::std::borrow::Cow::Owned(CHOICES.label())
            }
        }
    }
}
