//! `variants(UserCreate = omit(id), UserUpdate = patch omit(id))`: models with some of a model's fields.

use syn::parse::{Parse, ParseStream};
use syn::punctuated::Punctuated;
use syn::{Ident, Token, parenthesized};

/// One model with some of the fields of another.
pub(crate) struct VariantModel {
    pub(crate) name: Ident,
    /// All of its fields may be absent.
    pub(crate) patch: bool,
    pub(crate) choice: Choice,
}

/// Which of the fields.
pub(crate) enum Choice {
    All,
    Pick(Vec<Ident>),
    Omit(Vec<Ident>),
}

impl VariantModel {
    /// `(A = pick(x), B = patch, ..)`.
    pub(crate) fn parse_all(key: &Ident, input: ParseStream<'_>) -> syn::Result<Vec<Self>> {
        if !input.peek(syn::token::Paren) {
            let text = format!("`{key}` is a list of models: `{key}(ItemUpdate = patch omit(id))`");
            return Err(syn::Error::new(key.span(), text));
        }
        let content;
        parenthesized!(content in input);
        let all = Punctuated::<Self, Token![,]>::parse_terminated(&content);
        super::args::drain(&content);
        Ok(all?.into_iter().collect())
    }

    /// Whether the variant has the field of this name.
    pub(crate) fn has(&self, field: &Ident) -> bool {
        match &self.choice {
            Choice::All => true,
            Choice::Pick(names) => names.contains(field),
            Choice::Omit(names) => !names.contains(field),
        }
    }

    /// The fields it names.
    pub(crate) fn named(&self) -> &[Ident] {
        match &self.choice {
            Choice::All => &[],
            Choice::Pick(names) | Choice::Omit(names) => names,
        }
    }
}

impl Parse for VariantModel {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let name: Ident = input.parse()?;
        let wanted = || format!("which fields? `{name} = pick(..)`, `omit(..)`, `patch`, or `patch omit(..)`");
        if !input.peek(Token![=]) {
            return Err(syn::Error::new(name.span(), wanted()));
        }
        input.parse::<Token![=]>()?;
        let mut rule: Ident = input.parse().map_err(|error| syn::Error::new(error.span(), wanted()))?;
        let patch = rule == "patch";
        if patch {
            if !input.peek(Ident) {
                return Ok(Self {
                    name,
                    patch,
                    choice: Choice::All,
                });
            }
            rule = input.parse()?;
        }
        if (rule != "pick" && rule != "omit") || !input.peek(syn::token::Paren) {
            return Err(syn::Error::new(rule.span(), wanted()));
        }
        let content;
        parenthesized!(content in input);
        let names = Punctuated::<Ident, Token![,]>::parse_terminated(&content)?;
        let names = names.into_iter().collect();
        let choice = if rule == "pick" {
            Choice::Pick(names)
        } else {
            Choice::Omit(names)
        };
        Ok(Self { name, patch, choice })
    }
}
