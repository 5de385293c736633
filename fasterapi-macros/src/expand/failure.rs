//! The error side of what a handler or dependency returns.

use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};
use syn::Type;
use syn::spanned::Spanned;

/// The type of the error, and the function that tells what kind of error it is. It stands at the type as written, so
/// that one that will not do is told there.
pub(super) fn failure(returns: &Type, err: Option<&Type>) -> TokenStream {
    let (ty, span) = match err {
        Some(err) => (quote!(#err), err.span()),
        None => (quote!(<#returns as __fa::Sides>::Err), returns.span()),
    };
    let kind = quote_spanned!(span=> __fa::ErrorOf::<#ty>::kind());
    quote! {
        type Err = #ty;
        fn error() -> __fa::ErrorKind<Self::Err> {
            use __fa::AnyFailure as _;
            #kind
        }
    }
}
