//! [`Reference`]: the companion of a function that the user names in `routes![f]` or `#[depends(f)]`.

use proc_macro2::{Ident, TokenStream};
use quote::quote;
use syn::Path;
use syn::spanned::Spanned;

/// A local name for a companion.
///
/// A function without our attribute has no companion, and the compiler would only say "expected type, found function".
/// So a type of the function's name stands in for a companion that is missing: imported by a glob, it gives way to a
/// companion that exists, and the error says which attribute the function lacks.
pub(super) struct Reference {
    /// The items that declare the name, for the block that uses it.
    pub(super) items: TokenStream,
    /// The name.
    pub(super) name: Ident,
    /// What stands in for a companion that is missing.
    pub(super) stand_in: TokenStream,
}

impl Reference {
    /// The companion at `path`, under the name `name` made unique by the caller.
    pub(super) fn new(path: &Path, name: &str) -> Self {
        let span = path.span();
        let name = Ident::new(name, span);
        let module = Ident::new(&format!("{name}_stand_in"), span);
        let ident = path
            .segments
            .last()
            .map_or_else(|| name.clone(), |last| last.ident.clone());
        let items = quote! {
            #[allow(non_camel_case_types, non_snake_case, unreachable_pub, unused_imports, dead_code, missing_docs)]
            mod #module {
                pub mod __found {
                    pub use super::#ident as #name;
                }
                #[derive(Debug)]
                pub struct #ident {}
            }
            #[allow(unused_imports)]
            use #module::__found::*;
            #[allow(unused_imports, deprecated)]
            use #path as #name;
        };
        let stand_in = quote!(#module::#ident);
        Self { items, name, stand_in }
    }
}
