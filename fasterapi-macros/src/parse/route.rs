//! [`RouteArgs`]: what `#[get("/items", ..)]` and its kin may say.

use syn::parse::ParseStream;
use syn::punctuated::Punctuated;
use syn::{Expr, ExprArray, ExprLit, Ident, Lit, LitStr, Path, Token, bracketed};

use super::args::{self, Json};
use super::response_model::ResponseModelArgs;
use super::responses::{self, ResponseArgs};
use super::template::Template;
use crate::errors::Errors;

/// The methods a route may have.
pub(crate) const METHODS: [&str; 9] = [
    "GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS", "TRACE", "QUERY",
];

/// What a route's attribute says.
#[derive(Debug, Default)]
pub(crate) struct RouteArgs {
    /// Its methods, upper case.
    pub(crate) methods: Vec<&'static str>,
    /// Its path.
    pub(crate) template: Option<Template>,
    /// `status_code`.
    pub(crate) status_code: Option<Expr>,
    /// `tags`.
    pub(crate) tags: Vec<Expr>,
    /// `summary`.
    pub(crate) summary: Option<Expr>,
    /// `description`.
    pub(crate) description: Option<Expr>,
    /// `response_description`.
    pub(crate) response_description: Option<Expr>,
    /// `deprecated`.
    pub(crate) deprecated: Option<Expr>,
    /// `include_in_schema`.
    pub(crate) include_in_schema: Option<Expr>,
    /// `operation_id`.
    pub(crate) operation_id: Option<Expr>,
    /// `name`.
    pub(crate) name: Option<Expr>,
    /// `openapi_extra`.
    pub(crate) openapi_extra: Option<Json>,
    /// `responses`.
    pub(crate) responses: Vec<ResponseArgs>,
    /// `dependencies`.
    pub(crate) dependencies: Vec<Path>,
    /// `response_model` and its kin.
    pub(crate) response_model: ResponseModelArgs,
    /// `strict_content_type`.
    pub(crate) strict_content_type: Option<Expr>,
    /// `callbacks`.
    pub(crate) callbacks: Option<Expr>,
    /// `max_body_size`.
    pub(crate) max_body_size: Option<Expr>,
    /// `middleware`, the outermost first.
    pub(crate) middleware: Vec<Expr>,
    /// `waits`.
    pub(crate) waits: bool,
    /// Whether it takes WebSockets instead of requests.
    pub(crate) websocket: bool,
}

const KNOWN: [&str; 18] = [
    "status_code",
    "tags",
    "summary",
    "description",
    "response_description",
    "deprecated",
    "include_in_schema",
    "operation_id",
    "name",
    "openapi_extra",
    "responses",
    "dependencies",
    "callbacks",
    "strict_content_type",
    "max_body_size",
    "middleware",
    "waits",
    "methods",
];

/// What there is to say of a route of WebSockets, which is in no document.
const OF_WEBSOCKETS: [&str; 3] = ["name", "dependencies", "middleware"];

impl RouteArgs {
    /// Reads the arguments of `#[attribute(..)]`; `method` is the one the attribute stands for, if any.
    pub(crate) fn parse(
        attribute: &str,
        method: Option<&'static str>,
        input: ParseStream<'_>,
        errors: &mut Errors,
    ) -> Self {
        let mut args = Self {
            methods: method.into_iter().collect(),
            websocket: attribute == "websocket",
            ..Self::default()
        };
        if let Err(error) = args.path(attribute, input, errors) {
            errors.push(error);
            return args;
        }
        let mut methods_given = method.is_some() || args.websocket;
        let mut nested = Errors::new();
        args::each(input, errors, |key, input| {
            methods_given |= key == "methods";
            args.entry(attribute, method, key, input, &mut nested)
        });
        errors.append(nested);
        if attribute == "webhook" && args.methods.is_empty() {
            args.methods.push("POST");
        } else if !methods_given {
            let text = "`#[route]` needs its methods: `#[route(\"/path\", methods = [\"GET\", \"POST\"])]`";
            errors.push(syn::Error::new(proc_macro2::Span::call_site(), text));
        }
        args
    }

    fn path(&mut self, attribute: &str, input: ParseStream<'_>, errors: &mut Errors) -> syn::Result<()> {
        let is_webhook = attribute == "webhook";
        let wanted = if is_webhook {
            "`#[webhook]` needs its name first: `#[webhook(\"new-order\")]`".to_owned()
        } else {
            format!("`#[{attribute}]` needs its path first: `#[{attribute}(\"/items/{{item_id}}\")]`")
        };
        if !input.peek(LitStr) {
            let span = if input.is_empty() {
                proc_macro2::Span::call_site()
            } else {
                input.span()
            };
            return Err(syn::Error::new(span, wanted));
        }
        let read = if is_webhook {
            Template::parse_name
        } else {
            Template::parse
        };
        self.template = errors.take(read(input.parse()?));
        if !input.is_empty() {
            input.parse::<Token![,]>()?;
        }
        Ok(())
    }

    fn entry(
        &mut self,
        attribute: &str,
        method: Option<&str>,
        key: &Ident,
        input: ParseStream<'_>,
        nested: &mut Errors,
    ) -> syn::Result<()> {
        match key.to_string().as_str() {
            other if self.websocket && !OF_WEBSOCKETS.contains(&other) => {
                return Err(args::unknown("argument of `#[websocket]`:", key, &OF_WEBSOCKETS));
            }
            "status_code" => self.status_code = Some(status_code(key, input)?),
            "tags" => self.tags = list(key, input, "\"items\"")?,
            "summary" => self.summary = Some(args::text(key, input)?),
            "description" => self.description = Some(args::text(key, input)?),
            "response_description" => self.response_description = Some(args::text(key, input)?),
            "deprecated" => self.deprecated = Some(args::flag(key, input)?),
            "include_in_schema" => self.include_in_schema = Some(args::flag(key, input)?),
            "operation_id" => self.operation_id = Some(args::text(key, input)?),
            "name" => self.name = Some(args::text(key, input)?),
            "openapi_extra" => self.openapi_extra = Some(args::value(key, input, "{\"x-key\": ..}")?),
            "responses" => self.responses = responses::parse(key, input, nested)?,
            "dependencies" => self.dependencies = paths(key, input)?,
            "callbacks" => self.callbacks = Some(args::value(key, input, "routes![..]")?),
            "strict_content_type" => self.strict_content_type = Some(args::flag(key, input)?),
            "max_body_size" => self.max_body_size = Some(args::value(key, input, "1_048_576")?),
            "middleware" => self.middleware = list(key, input, "require_json")?,
            "waits" => self.waits = args::known_flag(key, input)?,
            "methods" if method.is_none() => self.methods = methods(key, input)?,
            "methods" => {
                let text =
                    format!("`#[{attribute}]` says the method; for several write `#[route(.., methods = [..])]`");
                return Err(syn::Error::new(key.span(), text));
            }
            _ if self.response_model.accept(key, input)? => {}
            _ => {
                let known: Vec<&str> = KNOWN.into_iter().chain(ResponseModelArgs::KNOWN).collect();
                return Err(args::unknown(&format!("argument of `#[{attribute}]`:"), key, &known));
            }
        }
        Ok(())
    }
}

/// `= [a, b]`.
pub(super) fn list(key: &Ident, input: ParseStream<'_>, example: &str) -> syn::Result<Vec<Expr>> {
    let expr: Expr = args::value(key, input, &format!("[{example}]"))?;
    match expr {
        Expr::Array(ExprArray { elems, .. }) => Ok(elems.into_iter().collect()),
        other => Err(syn::Error::new_spanned(
            other,
            format!("`{key}` is a list: `{key} = [{example}]`"),
        )),
    }
}

/// `= [verify_token, auth::admin]`.
fn paths(key: &Ident, input: ParseStream<'_>) -> syn::Result<Vec<Path>> {
    let wanted = format!("`{key}` is a list of functions: `{key} = [verify_token]`");
    if !input.peek(Token![=]) || !input.peek2(syn::token::Bracket) {
        return Err(syn::Error::new(key.span(), wanted));
    }
    input.parse::<Token![=]>()?;
    let content;
    bracketed!(content in input);
    let paths = Punctuated::<Path, Token![,]>::parse_terminated_with(&content, Path::parse_mod_style);
    args::drain(&content);
    let paths = paths.map_err(|error| syn::Error::new(error.span(), wanted))?;
    Ok(paths.into_iter().collect())
}

/// A number that is a status code, or an expression of one.
pub(super) fn status_code(key: &Ident, input: ParseStream<'_>) -> syn::Result<Expr> {
    let expr: Expr = args::value(key, input, "201")?;
    if let Expr::Lit(ExprLit { lit, .. }) = &expr {
        let code = match lit {
            Lit::Int(code) => code
                .base10_parse::<u16>()
                .ok()
                .filter(|code| (100..=599).contains(code)),
            _ => None,
        };
        if code.is_none() {
            return Err(syn::Error::new_spanned(
                expr,
                "a status code is a number from 100 to 599",
            ));
        }
    }
    Ok(expr)
}

fn methods(key: &Ident, input: ParseStream<'_>) -> syn::Result<Vec<&'static str>> {
    let mut methods = Vec::new();
    let exprs = list(key, input, "\"GET\", \"POST\"")?;
    if exprs.is_empty() {
        return Err(syn::Error::new(
            key.span(),
            "`methods` is empty; name at least one: `methods = [\"GET\"]`",
        ));
    }
    for expr in exprs {
        let Expr::Lit(ExprLit {
            lit: Lit::Str(text), ..
        }) = &expr
        else {
            return Err(syn::Error::new_spanned(
                expr,
                "a method is a string: `methods = [\"GET\"]`",
            ));
        };
        let Some(method) = METHODS.iter().find(|method| **method == text.value()) else {
            let upper = text.value().to_uppercase();
            let hint = match args::nearest(&upper, &METHODS) {
                Some(known) => format!("did you mean `\"{known}\"`?"),
                None => format!("known are: {}", METHODS.join(", ")),
            };
            return Err(syn::Error::new_spanned(
                &expr,
                format!("unknown method `{}`; {hint}", text.value()),
            ));
        };
        if methods.contains(method) {
            return Err(syn::Error::new_spanned(
                &expr,
                format!("`{method}` stands twice in `methods`; remove one"),
            ));
        }
        methods.push(method);
    }
    Ok(methods)
}
