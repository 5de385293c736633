//! The `key = value, flag, ..` lists inside attributes: one loop, one way to tell what is wrong.

use proc_macro2::{Delimiter, TokenStream, TokenTree};
use syn::ext::IdentExt;
use syn::parse::{Parse, ParseStream};
use syn::punctuated::Punctuated;
use syn::{Expr, ExprLit, Ident, Lit, LitBool, LitStr, Token};

use crate::errors::Errors;

/// Reads `key ..` entries up to the end. A mistake in one entry is recorded and the next entry is read all the same.
pub(crate) fn each(
    input: ParseStream<'_>,
    errors: &mut Errors,
    mut take: impl FnMut(&Ident, ParseStream<'_>) -> syn::Result<()>,
) {
    let mut seen: Vec<Ident> = Vec::new();
    while !input.is_empty() {
        if let Err(error) = entry(input, &mut seen, &mut take) {
            errors.push(error);
            skip_entry(input);
        }
        if !input.is_empty() && input.parse::<Token![,]>().is_err() {
            errors.push(input.error("expected `,` between arguments"));
            skip_entry(input);
            let _ = input.parse::<Token![,]>();
        }
    }
}

/// Arguments that name functions of the user's: there may be several, one after the other.
const REPEATED: [&str; 4] = ["before", "after", "validate", "assert"];

fn entry(
    input: ParseStream<'_>,
    seen: &mut Vec<Ident>,
    take: &mut impl FnMut(&Ident, ParseStream<'_>) -> syn::Result<()>,
) -> syn::Result<()> {
    let key = input
        .call(Ident::parse_any)
        .map_err(|error| syn::Error::new(error.span(), "expected `name = value`"))?;
    if seen.contains(&key) && !REPEATED.iter().any(|repeated| key == repeated) {
        return Err(syn::Error::new(
            key.span(),
            format!("`{key}` is given twice; remove one"),
        ));
    }
    seen.push(key.clone());
    take(&key, input)
}

fn skip_entry(input: ParseStream<'_>) {
    while !input.is_empty() && !input.peek(Token![,]) {
        let _ = input.parse::<TokenTree>();
    }
}

/// The error for a key nobody knows, with the nearest known one.
pub(crate) fn unknown(what: &str, key: &Ident, known: &[&str]) -> syn::Error {
    let hint = match nearest(&key.to_string(), known) {
        Some(name) => format!("did you mean `{name}`?"),
        None => format!("known are: {}", known.join(", ")),
    };
    syn::Error::new(key.span(), format!("unknown {what} `{key}`; {hint}"))
}

/// The known name that `name` was probably meant to be.
pub(crate) fn nearest<'k>(name: &str, known: &[&'k str]) -> Option<&'k str> {
    let limit = name.len().max(3) / 3;
    let ranked = known.iter().map(|candidate| (distance(name, candidate), *candidate));
    let close = ranked
        .filter(|(distance, _)| *distance <= limit)
        .min()
        .map(|(_, candidate)| candidate);
    close.or_else(|| {
        known
            .iter()
            .copied()
            .find(|candidate| name.len() > 3 && candidate.starts_with(name))
    })
}

/// How many letters to add, drop, change or exchange with their neighbour.
fn distance(a: &str, b: &str) -> usize {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    let mut rows: Vec<Vec<usize>> = vec![(0..=b.len()).collect()];
    for i in 1..=a.len() {
        let mut row = vec![i];
        for j in 1..=b.len() {
            let change = rows[i - 1][j - 1] + usize::from(a[i - 1] != b[j - 1]);
            let mut best = change.min(rows[i - 1][j] + 1).min(row[j - 1] + 1);
            if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                best = best.min(rows[i - 2][j - 2] + 1);
            }
            row.push(best);
        }
        rows.push(row);
    }
    rows[a.len()][b.len()]
}

/// Skips what a failed entry left in its parentheses, which would be reported as a second mistake.
pub(crate) fn drain(input: ParseStream<'_>) {
    while input.parse::<TokenTree>().is_ok() {}
}

/// `= value`, with an example in the error when there is none.
pub(crate) fn value<T: Parse>(key: &Ident, input: ParseStream<'_>, example: &str) -> syn::Result<T> {
    if !input.peek(Token![=]) {
        return Err(syn::Error::new(
            key.span(),
            format!("`{key}` needs a value: `{key} = {example}`"),
        ));
    }
    input.parse::<Token![=]>()?;
    if input.is_empty() || input.peek(Token![,]) {
        return Err(syn::Error::new(
            key.span(),
            format!("`{key}` needs a value: `{key} = {example}`"),
        ));
    }
    input.parse()
}

/// `= "text"`, or any expression that is a text.
pub(crate) fn text(key: &Ident, input: ParseStream<'_>) -> syn::Result<Expr> {
    let expr: Expr = value(key, input, "\"..\"")?;
    match &expr {
        Expr::Lit(ExprLit { lit: Lit::Str(_), .. }) => Ok(expr),
        Expr::Lit(_) | Expr::Array(_) => Err(syn::Error::new_spanned(
            expr,
            format!("`{key}` is a string: `{key} = \"..\"`"),
        )),
        _ => Ok(expr),
    }
}

/// `= "text"`, where only a literal will do.
pub(crate) fn literal(key: &Ident, input: ParseStream<'_>) -> syn::Result<LitStr> {
    let expr: Expr = value(key, input, "\"..\"")?;
    match expr {
        Expr::Lit(ExprLit {
            lit: Lit::Str(text), ..
        }) => Ok(text),
        other => Err(syn::Error::new_spanned(
            other,
            format!("`{key}` takes a string literal: `{key} = \"..\"`"),
        )),
    }
}

/// A bare flag, or `= true`, `= false`, or an expression.
pub(crate) fn flag(key: &Ident, input: ParseStream<'_>) -> syn::Result<Expr> {
    if !input.peek(Token![=]) {
        let lit = Lit::Bool(LitBool::new(true, key.span()));
        return Ok(Expr::Lit(ExprLit { attrs: Vec::new(), lit }));
    }
    let expr: Expr = value(key, input, "true")?;
    match &expr {
        Expr::Lit(ExprLit { lit: Lit::Bool(_), .. }) => Ok(expr),
        Expr::Lit(_) => Err(syn::Error::new_spanned(expr, format!("`{key}` is `true` or `false`"))),
        _ => Ok(expr),
    }
}

/// A flag whose value the macro must know.
pub(crate) fn known_flag(key: &Ident, input: ParseStream<'_>) -> syn::Result<bool> {
    match flag(key, input)? {
        Expr::Lit(ExprLit {
            lit: Lit::Bool(value), ..
        }) => Ok(value.value),
        other => Err(syn::Error::new_spanned(
            other,
            format!("`{key}` takes the literal `true` or `false`"),
        )),
    }
}

/// `= [area, volume]`.
pub(crate) fn idents(key: &Ident, input: ParseStream<'_>) -> syn::Result<Vec<Ident>> {
    let wanted = format!("`{key}` is a list of the model's methods: `{key} = [total]`");
    if !input.peek(Token![=]) || !input.peek2(syn::token::Bracket) {
        return Err(syn::Error::new(key.span(), wanted));
    }
    input.parse::<Token![=]>()?;
    let content;
    syn::bracketed!(content in input);
    let idents = Punctuated::<Ident, Token![,]>::parse_terminated(&content);
    drain(&content);
    let idents = idents.map_err(|error| syn::Error::new(error.span(), wanted))?;
    Ok(idents.into_iter().collect())
}

/// JSON as it may be written in an attribute: `{"a": 1}`, `["a", 1]`, or an expression such as `json!({"a": 1})`.
#[derive(Debug)]
pub(crate) struct Json(pub(crate) TokenStream);

impl Parse for Json {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let fork = input.fork();
        if let Ok(TokenTree::Group(group)) = fork.parse::<TokenTree>() {
            let literal = matches!(group.delimiter(), Delimiter::Brace | Delimiter::Bracket);
            if literal && (fork.is_empty() || fork.peek(Token![,])) {
                let tree: TokenTree = input.parse()?;
                return Ok(Self(tree.into()));
            }
        }
        let expr: Expr = input.parse()?;
        Ok(Self(quote::ToTokens::into_token_stream(expr)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_of_the_pen_finds_the_nearest_name() {
        let known = ["tags", "summary", "status_code", "description", "deprecated"];
        assert_eq!(nearest("tag", &known), Some("tags"));
        assert_eq!(nearest("status", &known), Some("status_code"));
        assert_eq!(nearest("tgas", &known), Some("tags"));
        assert_eq!(nearest("statuscode", &known), Some("status_code"));
        assert_eq!(nearest("depricated", &known), Some("deprecated"));
        assert_eq!(nearest("zzz", &known), None);
    }
}
