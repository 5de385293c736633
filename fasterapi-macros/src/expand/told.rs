//! What functions of the user's refuse.

use proc_macro2::TokenStream;
use quote::quote;

use crate::parse::field::Check;

/// The result of a function of the user's, its error as a `Refused`: by its text, or by a type of its own. `generated`
/// is the path of the library's module of that name.
pub(super) fn told(check: Check, result: &TokenStream, generated: &TokenStream) -> TokenStream {
    let assertion = check == Check::Assertion;
    quote!(#generated::outcome(#result).map_err(|error| {
        use #generated::{OfAnyKind as _, OfItsOwnKind as _};
        (&#generated::Told(error)).refused(#assertion)
    }))
}
