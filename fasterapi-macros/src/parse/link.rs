//! [`LinkArgs`]: a route and its parameters, `url!(items::read_item { item_id: 5 })`.

use syn::parse::{Parse, ParseStream};
use syn::punctuated::Punctuated;
use syn::{FieldValue, Path, Token, braced};

/// What stands in `url!(..)`.
pub(crate) struct LinkArgs {
    /// The function.
    pub(crate) route: Path,
    /// Its path parameters.
    pub(crate) params: Vec<FieldValue>,
}

impl Parse for LinkArgs {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let wanted = "expected a route and its parameters: `url!(read_item { item_id: 5 })`";
        let route = Path::parse_mod_style(input).map_err(|error| syn::Error::new(error.span(), wanted))?;
        let mut params = Vec::new();
        if input.peek(syn::token::Brace) {
            let content;
            braced!(content in input);
            params.extend(Punctuated::<FieldValue, Token![,]>::parse_terminated(&content)?);
        }
        if !input.is_empty() {
            return Err(syn::Error::new(input.span(), wanted));
        }
        Ok(Self { route, params })
    }
}
