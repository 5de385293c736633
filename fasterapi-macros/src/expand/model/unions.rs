//! Enums whose variants hold a value: told apart by a tag, or tried one after the other.

use proc_macro2::{TokenStream, TokenTree};
use quote::{ToTokens, format_ident, quote};
use syn::ext::IdentExt;
use syn::{LitStr, Type};

use super::names::{bounded, checks, label, name};
use crate::parse::model::{Discriminator, Model, UnionVariant};

/// Everything of one tagged enum.
pub(super) fn tagged(model: &Model, tag: &LitStr, variants: &[UnionVariant]) -> TokenStream {
    let own_name = name(model);
    let rows = variants.iter().map(|variant| {
        let (tags, ident) = (&variant.tags, variant.ident.to_string());
        quote!((&[#(#tags),*], ::core::concat!(::core::module_path!(), "::", #own_name, "::", #ident)))
    });
    let statics = quote! {
        static UNION: __fa::generated::Union =
            __fa::generated::Union { tag: #tag, variants: &[#(#rows),*] };
    };
    let types: Vec<&Type> = variants.iter().map(|variant| &variant.ty).collect();
    let members = variants.iter().enumerate().map(|(index, variant)| {
        let ty = &variant.ty;
        quote! {
            __fa::generated::tagged_member::<Self, #ty, #index>(
                schemas, &UNION, <#ty as __fa::Model>::label, <#ty as __fa::Model>::object,
            )
        }
    });
    let schema = quote! {
        let members = [#(#members),*];
        __fa::generated::tagged_schema(&UNION, members)
    };
    let arms = variants.iter().enumerate().map(|(index, variant)| {
        let (ident, ty) = (&variant.ident, &variant.ty);
        quote!(#index => <#ty as __fa::Model>::read(value, &__fa::Constraints::NONE, reader).map(Self::#ident),)
    });
    let read = quote! {
        let (index, tag) = UNION.find(value, reader)?;
        let model = reader.variant(&UNION, tag, |reader| match index {
            #(#arms)*
            _ => ::core::option::Option::None,
        })?;
    };
    let consts = quote! {
        const FAST: bool = true #(&& <#types as __fa::Model>::PLAIN)*;
        const GROUP: ::core::option::Option<__fa::generated::Group> =
            ::core::option::Option::Some(__fa::generated::Group {
                fields: |visit| {
                    static TAG: __fa::generated::Field = __fa::generated::Field::new(#tag);
                    visit(&TAG, false);
                    #(if let ::core::option::Option::Some(group) = <#types as __fa::Model>::GROUP {
                        (group.fields)(visit);
                    })*
                },
                object: |schemas| ::core::option::Option::Some(
                    __fa::generated::tagged_object(schemas, &UNION, &[#(<#types as __fa::Model>::object),*]),
                ),
            });
    };
    implementations(model, variants, &statics, &schema, &read, &consts)
}

/// Everything of one untagged enum.
pub(super) fn untagged(model: &Model, variants: &[UnionVariant]) -> TokenStream {
    let schema = quote!(__fa::generated::untagged_schema(members));
    let tries = variants.iter().map(|variant| {
        let (ident, ty, constraints) = (&variant.ident, &variant.ty, constraints(variant));
        quote! {
            let label = <#ty as __fa::Model>::label(&#constraints).into_owned();
            union.member(label, |reader| <#ty as __fa::Model>::read(value, &#constraints, reader).map(Self::#ident));
        }
    });
    let new = if model.args.first_fit.is_some() {
        quote!(first_fit)
    } else {
        quote!(new)
    };
    let read = quote! {
        let mut union = __fa::generated::UnionReader::#new(reader, value);
        #(#tries)*
        let model = union.finish()?;
    };
    bare(model, variants, TokenStream::new(), schema, &read)
}

/// Everything of one enum with a discriminator.
pub(super) fn discriminated(model: &Model, discriminator: &Discriminator, variants: &[UnionVariant]) -> TokenStream {
    let pick = match discriminator {
        Discriminator::Field(name) => quote!(__fa::generated::Pick::Field(#name)),
        Discriminator::Function(function) => {
            let name = function
                .segments
                .last()
                .map(|segment| segment.ident.unraw().to_string());
            quote!(__fa::generated::Pick::Function(#name, #function))
        }
    };
    let tags = variants.iter().map(|variant| {
        let tags = &variant.tags;
        quote!(&[#(#tags),*])
    });
    let statics = quote! {
        static DISCRIMINATOR: __fa::generated::Discriminator =
            __fa::generated::Discriminator { pick: #pick, variants: &[#(#tags),*] };
    };
    let schema = quote!(__fa::generated::discriminated_schema(&DISCRIMINATOR, members));
    let arms = variants.iter().enumerate().map(|(index, variant)| {
        let (ident, ty, constraints) = (&variant.ident, &variant.ty, constraints(variant));
        quote!(#index => <#ty as __fa::Model>::read(value, &#constraints, reader).map(Self::#ident),)
    });
    let read = quote! {
        let model = DISCRIMINATOR.read(value, reader, |index, reader| match index {
            #(#arms)*
            _ => ::core::option::Option::None,
        })?;
    };
    bare(model, variants, statics, schema, &read)
}

/// An enum that is written as what its variants hold; `schema` makes its schema of theirs, the `members`.
fn bare(
    model: &Model,
    variants: &[UnionVariant],
    statics: TokenStream,
    schema: TokenStream,
    read: &TokenStream,
) -> TokenStream {
    let constrained = variants.iter().map(|variant| {
        let (name, constraints) = (constraints(variant), variant.args.constraints.expand(&quote!(__fa)));
        quote! {
            #[allow(non_upper_case_globals)]
            static #name: __fa::Constraints = #constraints;
        }
    });
    let statics = quote!(#statics #(#constrained)*);
    let members = variants.iter().map(|variant| {
        let (ty, constraints) = (&variant.ty, constraints(variant));
        quote!(<#ty as __fa::Model>::describe(schemas, &#constraints))
    });
    let inline = quote! {
        let members = [#(#members),*];
        #schema
    };
    let holds_itself = variants.iter().any(|variant| mentions(&variant.ty, model));
    // one that holds itself must be named, or its schema would have no end
    let schema = if holds_itself {
        let title = name(model);
        quote! {
            let name = <Self as __fa::Model>::label(&__fa::Constraints::NONE);
            schemas.component::<Self>(&name, ::core::module_path!(), |schemas| {
                { #inline }.with("title", #title)
            })
        }
    } else {
        inline
    };
    let group = (!holds_itself).then(|| group(variants));
    let consts = quote! {
        const FAST: bool = false;
        const PLAIN: bool = false;
        #group
    };
    implementations(model, variants, &statics, &schema, read, &consts)
}

/// The fields of all variants as parameters of their own, where all are models with fields.
fn group(variants: &[UnionVariant]) -> TokenStream {
    let types: Vec<&Type> = variants.iter().map(|variant| &variant.ty).collect();
    quote! {
        const GROUP: ::core::option::Option<__fa::generated::Group> =
            if true #(&& <#types as __fa::Model>::GROUP.is_some())* {
                ::core::option::Option::Some(__fa::generated::Group {
                    fields: |visit| {
                        #(if let ::core::option::Option::Some(group) = <#types as __fa::Model>::GROUP {
                            (group.fields)(visit);
                        })*
                    },
                    object: |schemas| ::core::option::Option::Some(
                        __fa::generated::union_object(schemas, &[#(<#types as __fa::Model>::object),*]),
                    ),
                })
            } else {
                ::core::option::Option::None
            };
    }
}

fn constraints(variant: &UnionVariant) -> syn::Ident {
    format_ident!("__CONSTRAINTS_{}", variant.ident)
}

/// Whether the enum's own name stands in the type.
fn mentions(ty: &Type, model: &Model) -> bool {
    fn within(tokens: TokenStream, name: &str) -> bool {
        tokens.into_iter().any(|token| match token {
            TokenTree::Ident(ident) => ident == name || ident == "Self",
            TokenTree::Group(group) => within(group.stream(), name),
            _ => false,
        })
    }
    within(ty.to_token_stream(), &name(model))
}

fn implementations(
    model: &Model,
    variants: &[UnionVariant],
    statics: &TokenStream,
    schema: &TokenStream,
    read: &TokenStream,
    consts: &TokenStream,
) -> TokenStream {
    let name = &model.item.ident;
    let generics = bounded(model);
    let (of, args, bounds) = generics.split_for_impl();
    let label = label(model);
    let check = checks(&model.args.validate, &quote!(model));
    let whole = match &check {
        Some(check) => quote!(__fa::generated::validated(model, value, reader, |model| #check)),
        None => quote!(::core::option::Option::Some(model)),
    };
    let valid = check.map(|check| quote!(&& { let model = self; #check.is_ok() }));
    let arms = variants.iter().map(|variant| {
        let (ident, ty) = (&variant.ident, &variant.ty);
        quote!(Self::#ident(inner) => <#ty as __fa::Model>::is_valid(inner),)
    });
    let prunes = variants.iter().map(|variant| {
        let (ident, ty) = (&variant.ident, &variant.ty);
        quote!(Self::#ident(inner) => <#ty as __fa::Model>::trim(inner, json, prune),)
    });
    quote! {
        #statics

        #[automatically_derived]
        impl #of __fa::JsonSchema for #name #args #bounds {
            fn schema(schemas: &mut __fa::Schemas, _: &__fa::Constraints) -> __fa::Schema {
                #schema
            }

            fn prune(&self, json: &mut __fa::serde_json::Value, prune: &__fa::Prune<'_>) {
                match self { #(#prunes)* }
            }
        }

        #[automatically_derived]
        impl #of __fa::Model for #name #args #bounds {
            const PLACE: __fa::Place = __fa::Place::Body;
            #consts

            fn read(
                value: &__fa::serde_json::Value,
                _: &__fa::Constraints,
                reader: &mut __fa::Reader<'_>,
            ) -> ::core::option::Option<Self> {
                #read
                #whole
            }

            #[inline]
            fn meets(&self, _: &__fa::Constraints) -> bool {
                true
            }

            #[inline]
            fn is_valid(&self) -> bool {
                Self::FAST && (match self { #(#arms)* }) #valid
            }

            #label
        }
    }
}
