//! [`DependencyArgs`]: what `#[dependency(..)]` may say.

use syn::parse::ParseStream;
use syn::{Expr, ExprLit, Ident, Lit, LitInt};

use super::args;
use crate::errors::Errors;

/// What a dependency's attribute says.
#[derive(Debug)]
pub(crate) struct DependencyArgs {
    /// Whether one request runs it once at most.
    pub(crate) cache: bool,
    /// Whether a plain `fn` runs on the blocking pool.
    pub(crate) blocking: bool,
    /// Whether it waits, though no `.await` is to be seen.
    pub(crate) waits: bool,
    /// How many requests may use it at once.
    pub(crate) max_concurrency: Option<LitInt>,
}

impl DependencyArgs {
    /// Reads the attribute's arguments.
    pub(crate) fn parse(input: ParseStream<'_>, errors: &mut Errors) -> Self {
        let mut read = Self {
            cache: true,
            blocking: false,
            waits: false,
            max_concurrency: None,
        };
        args::each(input, errors, |key, input| {
            match key.to_string().as_str() {
                "cache" => read.cache = args::known_flag(key, input)?,
                "blocking" => read.blocking = args::known_flag(key, input)?,
                "waits" => read.waits = args::known_flag(key, input)?,
                "max_concurrency" => read.max_concurrency = Some(most(key, input)?),
                _ => {
                    return Err(args::unknown(
                        "argument of `#[dependency]`:",
                        key,
                        &["cache", "blocking", "waits", "max_concurrency"],
                    ));
                }
            }
            Ok(())
        });
        read
    }
}

/// `= 3`.
fn most(key: &Ident, input: ParseStream<'_>) -> syn::Result<LitInt> {
    match args::value(key, input, "3")? {
        Expr::Lit(ExprLit {
            lit: Lit::Int(most), ..
        }) if most.base10_parse::<u32>().is_ok_and(|most| most > 0) => Ok(most),
        other => Err(syn::Error::new_spanned(
            other,
            format!("`{key}` is a whole number from 1: `{key} = 3`"),
        )),
    }
}
