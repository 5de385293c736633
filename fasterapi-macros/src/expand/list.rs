//! `routes![..]` and `depends![..]`.

use proc_macro2::TokenStream;
use quote::{format_ident, quote, quote_spanned};
use syn::spanned::Spanned;

use crate::parse::list::PathList;

/// An array of `kind::of::<companion>()`; `kind` is `Route` or `Guard`.
pub(crate) fn expand(kind: &str, input: TokenStream) -> TokenStream {
    let kind = format_ident!("{kind}");
    let PathList(paths) = match syn::parse2(input) {
        Ok(paths) => paths,
        Err(error) => return error.to_compile_error(),
    };
    let count = paths.len();
    let entries = paths
        .iter()
        .map(|path| quote_spanned!(path.span()=> ::fasterapi::__private::#kind::of::<#path>()));
    quote!({
        let entries: [::fasterapi::__private::#kind; #count] = [#(#entries),*];
        entries
    })
}
