//! serde's traits for structs, around the functions serde's derive wrote: an object alone is a struct.

use proc_macro2::TokenStream;
use quote::quote;
use syn::parse_quote;

use super::names::{bounded_by, computed_name};
use crate::parse::model::Model;

/// `Serialize` and `Deserialize`.
pub(super) fn expand(model: &Model) -> TokenStream {
    let name = &model.item.ident;
    let generics = bounded_by(model, &parse_quote!(__fa::serde::Serialize));
    let (of, args, bounds) = generics.split_for_impl();
    let mut reading = bounded_by(model, &parse_quote!(__fa::serde::Deserialize<'de>));
    reading.params.insert(0, parse_quote!('de));
    let (of_reading, _, bounds_reading) = reading.split_for_impl();
    let methods = &model.args.computed;
    let serialize = if methods.is_empty() {
        quote!(Self::serialize(self, serializer))
    } else {
        let computed = methods.iter().map(|method| computed_name(model, method));
        quote! {
            let mut map = serializer.serialize_map(::core::option::Option::None)?;
            Self::serialize(self, __fa::generated::Entries(&mut map))?;
            #({
                let compute = Self::#methods;
                __fa::serde::ser::SerializeMap::serialize_entry(&mut map, #computed, &compute(self))?;
            })*
            __fa::serde::ser::SerializeMap::end(map)
        }
    };
    quote! {
        #[automatically_derived]
        impl #of __fa::serde::Serialize for #name #args #bounds {
            #[inline]
            fn serialize<__S: __fa::serde::Serializer>(
                &self,
                serializer: __S,
            ) -> ::core::result::Result<__S::Ok, __S::Error> {
                #serialize
            }
        }

        #[automatically_derived]
        impl #of_reading __fa::serde::Deserialize<'de> for #name #args #bounds_reading {
            #[inline]
            fn deserialize<__D: __fa::serde::Deserializer<'de>>(
                deserializer: __D,
            ) -> ::core::result::Result<Self, __D::Error> {
                Self::deserialize(__fa::generated::OnlyMaps(deserializer))
            }
        }
    }
}
