//! [`ResponseModelArgs`]: the `response_model..` arguments of a route.

use syn::parse::{Parse, ParseStream};
use syn::punctuated::Punctuated;
use syn::{Expr, Ident, Lit, LitBool, Token, Type, braced, bracketed, token};

use super::args;

/// What a route's attribute says of the model it answers with.
#[derive(Debug, Default)]
pub(crate) struct ResponseModelArgs {
    /// `response_model = None`.
    pub(crate) none: bool,
    /// `response_model = T`.
    pub(crate) model: Option<Type>,
    /// `response_model_exclude_none`.
    pub(crate) exclude_none: bool,
    /// `response_model_exclude_defaults`.
    pub(crate) exclude_defaults: bool,
    /// `response_model_include`.
    pub(crate) include: Option<Vec<Picked>>,
    /// `response_model_exclude`.
    pub(crate) exclude: Vec<Picked>,
    /// `response_model_by_alias = false`.
    pub(crate) own_names: bool,
}

impl ResponseModelArgs {
    /// The arguments there are.
    pub(crate) const KNOWN: [&str; 6] = [
        "response_model",
        "response_model_exclude_none",
        "response_model_exclude_defaults",
        "response_model_include",
        "response_model_exclude",
        "response_model_by_alias",
    ];

    /// Reads one argument; `false`: it is none of these.
    pub(crate) fn accept(&mut self, key: &Ident, input: ParseStream<'_>) -> syn::Result<bool> {
        match key.to_string().as_str() {
            "response_model" => {
                let model: Type = args::value(key, input, "Out")?;
                if matches!(&model, Type::Path(path) if path.path.is_ident("None")) {
                    self.none = true;
                } else {
                    self.model = Some(model);
                }
            }
            "response_model_exclude_none" => self.exclude_none = args::known_flag(key, input)?,
            "response_model_exclude_defaults" => self.exclude_defaults = args::known_flag(key, input)?,
            "response_model_include" => self.include = Some(picked(key, input)?),
            "response_model_exclude" => self.exclude = picked(key, input)?,
            "response_model_exclude_unset" => {
                let text = "a struct does not know which of its fields were given: answer with `types::Given<T>`, which does, \
                            and is written without the others";
                return Err(syn::Error::new(key.span(), text));
            }
            "response_model_by_alias" => self.own_names = !args::known_flag(key, input)?,
            _ => return Ok(false),
        }
        Ok(true)
    }

    /// Whether anything is left out.
    pub(crate) fn prunes(&self) -> bool {
        self.exclude_none
            || self.exclude_defaults
            || self.own_names
            || self.include.is_some()
            || !self.exclude.is_empty()
    }
}

/// A field to leave out or to keep, and what is meant of it.
#[derive(Debug)]
pub(crate) struct Picked {
    /// Its name, or the index of an item.
    pub(crate) name: Expr,
    /// Nothing: all of it.
    pub(crate) inside: Vec<Picked>,
}

const WANTED: &str = "expected the names of fields, `[\"name\"]`, or what to take of each, \
                      `{\"owner\": [\"name\"], \"items\": {\"__all__\": [\"id\"]}, \"note\": true}`";

/// `= [\"name\", ..]` or `= {\"owner\": .., ..}`.
fn picked(key: &Ident, input: ParseStream<'_>) -> syn::Result<Vec<Picked>> {
    if !input.peek(Token![=]) {
        return Err(syn::Error::new(key.span(), WANTED));
    }
    input.parse::<Token![=]>()?;
    names(input)
}

fn names(input: ParseStream<'_>) -> syn::Result<Vec<Picked>> {
    let content;
    if input.peek(token::Bracket) {
        bracketed!(content in input);
        let names = Punctuated::<Expr, Token![,]>::parse_terminated(&content)?;
        let picked = names.into_iter().map(|name| Picked {
            name,
            inside: Vec::new(),
        });
        Ok(picked.collect())
    } else if input.peek(token::Brace) {
        braced!(content in input);
        let members = Punctuated::<Picked, Token![,]>::parse_terminated(&content)?;
        Ok(members.into_iter().collect())
    } else {
        Err(input.error(WANTED))
    }
}

impl Parse for Picked {
    /// `"name": true`, or what to take of it.
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let name = match input.parse()? {
            Lit::Int(index) => {
                if index.base10_parse::<usize>().is_err() {
                    let text = "items are counted from the start of the list: 0, 1, ..";
                    return Err(syn::Error::new(index.span(), text));
                }
                syn::LitStr::new(index.base10_digits(), index.span())
            }
            Lit::Str(name) => name,
            other => return Err(syn::Error::new(other.span(), WANTED)),
        };
        input.parse::<Token![:]>()?;
        let inside = if input.peek(LitBool) {
            let all: LitBool = input.parse()?;
            if !all.value {
                return Err(syn::Error::new(
                    all.span,
                    "leave out the name instead of saying `false`",
                ));
            }
            Vec::new()
        } else {
            let inside = names(input)?;
            if inside.is_empty() {
                let text = "nothing is named inside: say `true` to mean all of it, or leave out the name";
                return Err(syn::Error::new(name.span(), text));
            }
            inside
        };
        let name = syn::parse_quote!(#name);
        Ok(Self { name, inside })
    }
}

#[cfg(test)]
mod tests {
    use syn::parse::Parser;

    use super::{ParseStream, names};

    fn mistake(text: &str) -> Option<String> {
        let parser = |input: ParseStream<'_>| names(input);
        parser.parse_str(text).err().map(|error| error.to_string())
    }

    #[test]
    fn what_would_take_all_or_nothing_by_mistake_is_refused() {
        assert_eq!(
            mistake(r#"{"owner": ["phone"], "items": {0: true, "__all__": ["id"]}}"#),
            None
        );
        assert!(mistake(r#"{"items": {-1: ["id"]}}"#).is_some_and(|told| told.contains("from the start")));
        assert!(mistake(r#"{"owner": []}"#).is_some_and(|told| told.contains("nothing is named")));
        assert!(mistake(r#"{"owner": {}}"#).is_some_and(|told| told.contains("nothing is named")));
    }
}
