//! The item as it leaves a macro: the function untouched, and beside it its companion type.

use proc_macro2::TokenStream;
use quote::quote;
use syn::Attribute;

use crate::errors::Errors;
use crate::parse::function::Function;

/// The function again, its companion with `implementation`, and the mistakes.
pub(super) fn expand(function: &Function, doc: &str, implementation: &TokenStream, errors: Errors) -> TokenStream {
    let Function {
        attributes,
        visibility,
        signature,
        body,
        ..
    } = function;
    let conditions: Vec<_> = function.conditions().collect();
    let ident = &signature.ident;
    // The framework asks for this shape: an argument for each value, owned, in an `async fn` that may have no `.await`.
    let again = quote! {
        #[allow(clippy::too_many_arguments, clippy::needless_pass_by_value, clippy::unused_async)]
        #(#attributes)*
        #visibility #signature #body
    };
    if signature.receiver().is_some() {
        // Inside an `impl` there is no place for a companion.
        let errors = errors.into_tokens();
        return quote!(#again #errors);
    }
    let item = quote! {
        #again

        #(#conditions)*
        #[doc = #doc]
        #[allow(non_camel_case_types, missing_docs, missing_debug_implementations, unreachable_pub)]
        #visibility struct #ident {}
    };
    beside(&item, attributes, implementation, errors)
}

/// The item as it is to be, what is implemented for it, and the mistakes; `attributes` are the item's.
pub(super) fn beside(
    item: &TokenStream,
    attributes: &[Attribute],
    implementation: &TokenStream,
    errors: Errors,
) -> TokenStream {
    let conditions = attributes.iter().filter(|attribute| attribute.path().is_ident("cfg"));
    let errors = errors.into_tokens();
    quote! {
        #item

        #(#conditions)*
        #[allow(
            deprecated,
            missing_docs,
            unused_mut,
            unused_variables,
            unused_qualifications,
            unreachable_code,
            clippy::all,
            clippy::pedantic,
            clippy::nursery,
            clippy::restriction
        )]
        const _: () = {
            use ::fasterapi::__private as __fa;
            #implementation
        };

        #errors
    }
}

/// What a macro leaves of an item it could not read: the item as it was, and the mistakes.
pub(super) fn give_back(item: TokenStream, errors: Errors) -> TokenStream {
    let errors = errors.into_tokens();
    quote!(#item #errors)
}
