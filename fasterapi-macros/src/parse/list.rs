//! The lists of `routes![..]` and `depends![..]`.

use syn::parse::{Parse, ParseStream};
use syn::punctuated::Punctuated;
use syn::{Path, Token};

/// Paths of functions, separated by commas.
#[derive(Debug)]
pub(crate) struct PathList(pub(crate) Vec<Path>);

impl Parse for PathList {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let paths =
            Punctuated::<Path, Token![,]>::parse_terminated_with(input, Path::parse_mod_style).map_err(|error| {
                syn::Error::new(
                    error.span(),
                    "expected names of functions: `[read_item, items::create]`",
                )
            })?;
        Ok(Self(paths.into_iter().collect()))
    }
}
