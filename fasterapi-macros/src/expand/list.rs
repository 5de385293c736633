//! `routes![..]` and `depends![..]`.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use super::reference::Reference;
use crate::parse::list::PathList;

/// An array of `kind::of::<companion>()`; `kind` is `Route` or `Guard`.
pub(crate) fn expand(kind: &str, input: TokenStream) -> TokenStream {
    let kind = format_ident!("{kind}");
    let PathList(paths) = match syn::parse2(input) {
        Ok(paths) => paths,
        Err(error) => return error.to_compile_error(),
    };
    let count = paths.len();
    let references = paths
        .iter()
        .enumerate()
        .map(|(index, path)| Reference::new(path, &format!("__Entry{index}")));
    let (items, names): (Vec<_>, Vec<_>) = references.map(|Reference { items, name, .. }| (items, name)).unzip();
    quote!({
        #(#items)*
        let entries: [::fasterapi::__private::#kind; #count] = [#(::fasterapi::__private::#kind::of::<#names>()),*];
        entries
    })
}
