//! `#[depends(f, ..)]` and `#[security(scheme, ..)]` on an argument.

use syn::parse::{Parse, ParseStream, Parser};
use syn::{Attribute, Expr, ExprArray, ExprLit, Ident, Lit, LitStr, Meta, Path, Token};

use super::args;
use crate::errors::Errors;

/// `#[depends(f, cache = false, scopes = ["items"], scope = "function")]`, or `#[depends]` alone.
pub(crate) struct DependsArgs {
    /// The dependency's function, struct or static; `None`: the argument's type is the dependency.
    pub(crate) function: Option<Path>,
    /// Whether a value another user of the request has is taken.
    pub(crate) cache: bool,
    /// The scopes it asks for.
    pub(crate) scopes: Vec<LitStr>,
    /// Whether it ends before the answer is sent.
    pub(crate) ends_early: bool,
}

/// `#[security(scheme, scopes = ["items"])]`.
pub(crate) struct SecurityArgs {
    /// The scheme.
    pub(crate) scheme: Expr,
    /// The scopes it asks for.
    pub(crate) scopes: Vec<LitStr>,
}

impl DependsArgs {
    /// Reads the attribute. `None`: the mistake was recorded.
    pub(crate) fn parse(attribute: &Attribute, errors: &mut Errors) -> Option<Self> {
        const WANTED: &str = "`#[depends]` needs a function marked with `#[dependency]`: `#[depends(current_user)]`";
        let (mut cache, mut scopes, mut ends_early) = (true, Vec::new(), false);
        if matches!(attribute.meta, Meta::Path(_)) {
            return Some(Self {
                function: None,
                cache,
                scopes,
                ends_early,
            });
        }
        let path = |input: ParseStream<'_>| {
            let path = input.call(Path::parse_mod_style);
            path.map_err(|error| syn::Error::new(error.span(), WANTED))
        };
        let function = first(attribute, WANTED, path, errors, |key, input| {
            match key.to_string().as_str() {
                "cache" => cache = args::known_flag(key, input)?,
                "scopes" => scopes = texts(key, input)?,
                "scope" => {
                    let scope = args::literal(key, input)?;
                    ends_early = match scope.value().as_str() {
                        "function" => true,
                        "request" => false,
                        _ => {
                            let text = "`scope` is `\"request\"`, the default, or `\"function\"`";
                            return Err(syn::Error::new(scope.span(), text));
                        }
                    };
                }
                _ => {
                    let known = ["cache", "scope", "scopes"];
                    return Err(args::unknown("argument of `#[depends]`:", key, &known));
                }
            }
            Ok(())
        })?;
        Some(Self {
            function: Some(function),
            cache,
            scopes,
            ends_early,
        })
    }
}

impl SecurityArgs {
    /// Reads the attribute. `None`: the mistake was recorded.
    pub(crate) fn parse(attribute: &Attribute, errors: &mut Errors) -> Option<Self> {
        const WANTED: &str = "`#[security]` needs a scheme: `#[security(OAuth2PasswordBearer::new(\"token\"))]`";
        let mut scopes = Vec::new();
        let scheme = first(attribute, WANTED, Expr::parse, errors, |key, input| {
            match key.to_string().as_str() {
                "scopes" => scopes = texts(key, input)?,
                "auto_error" => {
                    let text = "whether credentials must be there is told by the type: take an `Option` instead";
                    return Err(syn::Error::new(key.span(), text));
                }
                _ => return Err(args::unknown("argument of `#[security]`:", key, &["scopes"])),
            }
            Ok(())
        })?;
        Some(Self { scheme, scopes })
    }
}

/// What comes first in the parentheses, and the arguments after it.
fn first<T>(
    attribute: &Attribute,
    wanted: &str,
    first: impl FnOnce(ParseStream<'_>) -> syn::Result<T>,
    errors: &mut Errors,
    take: impl FnMut(&Ident, ParseStream<'_>) -> syn::Result<()>,
) -> Option<T> {
    let list = match &attribute.meta {
        Meta::List(list) if !list.tokens.is_empty() => list,
        _ => {
            errors.at(attribute, wanted);
            return None;
        }
    };
    let parser = |input: ParseStream<'_>| {
        let value = first(input)?;
        if !input.is_empty() {
            input.parse::<Token![,]>()?;
            args::each(input, errors, take);
        }
        Ok(value)
    };
    let result = parser.parse2(list.tokens.clone());
    errors.take(result)
}

/// `= ["a", "b"]`.
fn texts(key: &Ident, input: ParseStream<'_>) -> syn::Result<Vec<LitStr>> {
    let expr: Expr = args::value(key, input, "[\"items\"]")?;
    let wanted = |at: &Expr| syn::Error::new_spanned(at, format!("`{key}` is a list of texts: `{key} = [\"items\"]`"));
    let Expr::Array(ExprArray { elems, .. }) = &expr else {
        return Err(wanted(&expr));
    };
    let each = elems.iter().map(|element| match element {
        Expr::Lit(ExprLit {
            lit: Lit::Str(text), ..
        }) => Ok(text.clone()),
        other => Err(wanted(other)),
    });
    each.collect()
}
