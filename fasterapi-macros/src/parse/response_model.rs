//! [`ResponseModelArgs`]: the `response_model..` arguments of a route.

use syn::parse::ParseStream;
use syn::{Expr, Ident};

use super::args;
use super::route::list;

/// What a route's attribute says of the model it answers with.
#[derive(Debug, Default)]
pub(crate) struct ResponseModelArgs {
    /// `response_model = None`.
    pub(crate) none: bool,
    /// `response_model_exclude_none`.
    pub(crate) exclude_none: bool,
    /// `response_model_exclude_defaults`.
    pub(crate) exclude_defaults: bool,
    /// `response_model_include`.
    pub(crate) include: Option<Vec<Expr>>,
    /// `response_model_exclude`.
    pub(crate) exclude: Vec<Expr>,
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
                let model: Expr = args::value(key, input, "None")?;
                if !matches!(&model, Expr::Path(path) if path.path.is_ident("None")) {
                    let text = "`response_model` is only ever `None`: the model is the type the function returns";
                    return Err(syn::Error::new_spanned(model, text));
                }
                self.none = true;
            }
            "response_model_exclude_none" => self.exclude_none = args::known_flag(key, input)?,
            "response_model_exclude_defaults" => self.exclude_defaults = args::known_flag(key, input)?,
            "response_model_include" => self.include = Some(list(key, input, "\"name\"")?),
            "response_model_exclude" => self.exclude = list(key, input, "\"name\"")?,
            "response_model_exclude_unset" => {
                let text = "every field of a struct is set; leave out what is null with \
                            `response_model_exclude_none`, what is as by default with `response_model_exclude_defaults`";
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
