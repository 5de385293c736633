//! What goes out: the schema of an object, and what an answer leaves away of it.

use proc_macro2::TokenStream;
use quote::quote;
use syn::ext::IdentExt;

use super::Numbered;
use crate::expand::model::names::computed_name;
use crate::parse::model::Model;

pub(super) fn object(model: &Model, fields: &[Numbered<'_>]) -> TokenStream {
    let adds = fields.iter().filter_map(|field| {
        let ty = field.ty;
        let Some(index) = field.index else {
            let flat = field.field.serde.flatten.is_some();
            return flat.then(
                || quote!(object.flatten(schemas, <#ty as __fa::Model>::describe, <#ty as __fa::Model>::object);),
            );
        };
        let (optional, default) = match field.default(model) {
            Some((default, true)) => (
                quote!(true),
                quote!(::core::option::Option::Some(|| {
                    let default: fn() -> #ty = #default;
                    __fa::serde_json::to_value(default()).ok()
                })),
            ),
            Some((_, false)) => (quote!(true), quote!(::core::option::Option::None)),
            None => (
                quote!(<#ty as __fa::Model>::absent().is_some()),
                quote!(::core::option::Option::None),
            ),
        };
        Some(quote!(object.field(schemas, #index, <#ty as __fa::Model>::describe, #optional, #default);))
    });
    let methods = &model.args.computed;
    let computed = methods.iter().map(|method| computed_name(model, method));
    quote! {
        fn object(schemas: &mut __fa::Schemas) -> ::core::option::Option<__fa::Schema> {
            let mut object = __fa::generated::ObjectSchema::new(&SHAPE);
            #(#adds)*
            #(object.computed(schemas, #computed, __fa::generated::describe_computed(Self::#methods));)*
            ::core::option::Option::Some(object.finish(&<Self as __fa::Model>::label(&__fa::Constraints::NONE)))
        }
    }
}

/// `fn prune`: the fields one by one, in the model's own object.
pub(super) fn prune(model: &Model, fields: &[Numbered<'_>]) -> TokenStream {
    let looks = fields.iter().filter_map(|field| {
        let (ident, ty, name) = (field.ident, field.ty, &field.field.wire_out);
        if field.field.serde.flatten.is_some() {
            return None;
        }
        field.index.filter(|_| !field.field.serde.skip_writing)?;
        let default = match field.default(model) {
            _ if !field.is_read() => quote!(|| ::core::option::Option::None),
            Some((default, _)) => quote! {
                || {
                    let default: fn() -> #ty = #default;
                    __fa::serde_json::to_value(default()).ok()
                }
            },
            None => {
                quote!(|| <#ty as __fa::Model>::absent().and_then(|absent| __fa::serde_json::to_value(absent).ok()))
            }
        };
        let own = ident.unraw().to_string();
        let index = field.index;
        Some(quote! {
            object.field(
                (#name, #own), ::core::option::Option::Some(&FIELDS[#index]), &self.#ident, <#ty as __fa::Model>::trim,
                #default,
            );
        })
    });
    let flat = fields.iter().filter(|field| field.field.serde.flatten.is_some());
    let flat = flat.map(|field| {
        let (ident, ty) = (field.ident, field.ty);
        quote!(<#ty as __fa::Model>::trim(&self.#ident, json, prune);)
    });
    let methods = &model.args.computed;
    let computed = methods.iter().map(|method| computed_name(model, method));
    let own = methods.iter().map(|method| method.unraw().to_string());
    quote! {
        fn prune(&self, json: &mut __fa::serde_json::Value, prune: &__fa::Prune<'_>) {
            #(#flat)*
            let ::core::option::Option::Some(mut object) = __fa::generated::ObjectPruner::open(json, prune) else {
                return;
            };
            #(#looks)*
            #({
                let compute = Self::#methods;
                object.field(
                    (#computed, #own), ::core::option::Option::None, &compute(self), __fa::JsonSchema::prune,
                    || ::core::option::Option::None,
                );
            })*
            object.close();
        }
    }
}
