//! `#[model]`.

use proc_macro2::TokenStream;

/// Expands `#[model(attr)] item`.
pub(crate) fn model(_attr: TokenStream, item: TokenStream) -> TokenStream {
    item
}
