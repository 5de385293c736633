//! [`ParamArgs`]: what `#[path(..)] #[query(..)] #[header(..)] #[cookie(..)] #[body(..)] #[form(..)] #[file(..)]` may
//! say.

use proc_macro2::Span;
use syn::parse::ParseStream;
use syn::{Expr, Ident, LitStr, Path, Token};

use super::args::{self, Json};
use super::constraints::ConstraintArgs;
use super::field::Check;
use crate::errors::Errors;

/// Where the attribute says the value is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Place {
    /// `#[path]`, or a plain argument named in the route's own template.
    Path,
    /// `#[query]`.
    Query,
    /// `#[header]`.
    Header,
    /// `#[cookie]`.
    Cookie,
    /// `#[body]`.
    Body,
    /// `#[form]`.
    Form,
    /// `#[file]`.
    File,
}

impl Place {
    /// The attribute of this name.
    pub(crate) fn of(name: &str) -> Option<Self> {
        Some(match name {
            "path" => Self::Path,
            "query" => Self::Query,
            "header" => Self::Header,
            "cookie" => Self::Cookie,
            "body" => Self::Body,
            "form" => Self::Form,
            "file" => Self::File,
            _ => return None,
        })
    }

    /// The attribute's name.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Path => "path",
            Self::Query => "query",
            Self::Header => "header",
            Self::Cookie => "cookie",
            Self::Body => "body",
            Self::Form => "form",
            Self::File => "file",
        }
    }
}

/// The value of an argument that was not sent.
#[derive(Debug)]
pub(crate) enum DefaultValue {
    /// `default`: the type's own.
    OfType(Span),
    /// `default = 10`.
    Value(Box<Expr>),
    /// `default_with = path::to::function`, which the document does not show.
    With(Path),
}

/// What one argument attribute says.
pub(crate) struct ParamArgs {
    /// Which attribute.
    pub(crate) place: Place,
    /// Where the attribute stands.
    pub(crate) span: Span,
    /// The name the client uses.
    pub(crate) alias: Option<LitStr>,
    /// The default.
    pub(crate) default: Option<DefaultValue>,
    /// An `Option` that must be sent.
    pub(crate) required: Option<Expr>,
    /// What the value must meet.
    pub(crate) constraints: ConstraintArgs,
    /// The names of the constraints, as written.
    pub(crate) constrained: Vec<Ident>,
    /// `validate = path::to::function`, `assert = path::to::function`.
    pub(crate) checks: Vec<(Check, Path)>,
    /// `title`.
    pub(crate) title: Option<Expr>,
    /// `description`.
    pub(crate) description: Option<Expr>,
    /// `deprecated`.
    pub(crate) deprecated: Option<Expr>,
    /// `include_in_schema`.
    pub(crate) include_in_schema: Option<Expr>,
    /// `examples`.
    pub(crate) examples: Option<Json>,
    /// `openapi_examples`.
    pub(crate) openapi_examples: Option<Json>,
    /// `json_schema_extra`.
    pub(crate) json_schema_extra: Option<Json>,
    /// `convert_underscores`, for headers.
    pub(crate) convert_underscores: bool,
    /// `embed`, for bodies.
    pub(crate) embed: Option<Expr>,
    /// `media_type`, for bodies and forms.
    pub(crate) media_type: Option<LitStr>,
    /// `from_prefix`, for path parameters of a router's prefix.
    pub(crate) from_prefix: bool,
}

const COMMON: [&str; 18] = [
    "alias",
    "title",
    "description",
    "deprecated",
    "include_in_schema",
    "examples",
    "openapi_examples",
    "json_schema_extra",
    "validate",
    "assert",
    "gt",
    "ge",
    "lt",
    "le",
    "multiple_of",
    "min_length",
    "max_length",
    "pattern",
];
const REST: [&str; 5] = ["strict", "allow_inf_nan", "max_digits", "decimal_places", "fail_fast"];

const OF_FILES: [&str; 9] = [
    "alias",
    "title",
    "description",
    "deprecated",
    "include_in_schema",
    "examples",
    "json_schema_extra",
    "min_length",
    "max_length",
];

fn known(place: Place) -> Vec<&'static str> {
    let own: &[&str] = match place {
        Place::Path => &["from_prefix"],
        Place::Query | Place::Cookie => &["default", "default_with", "required"],
        Place::Header => &["default", "default_with", "required", "convert_underscores"],
        Place::Body => &["default", "default_with", "required", "embed", "media_type"],
        Place::Form => &["default", "default_with", "required", "media_type"],
        Place::File => {
            let own = ["default", "default_with", "required"].iter();
            return own.chain(&OF_FILES).copied().collect();
        }
    };
    own.iter().chain(&COMMON).chain(&REST).copied().collect()
}

impl ParamArgs {
    /// An attribute that says nothing more.
    pub(crate) fn new(place: Place, span: Span) -> Self {
        Self {
            place,
            span,
            alias: None,
            default: None,
            required: None,
            constraints: ConstraintArgs::default(),
            constrained: Vec::new(),
            checks: Vec::new(),
            title: None,
            description: None,
            deprecated: None,
            include_in_schema: None,
            examples: None,
            openapi_examples: None,
            json_schema_extra: None,
            convert_underscores: true,
            embed: None,
            media_type: None,
            from_prefix: false,
        }
    }

    /// Reads what stands in the attribute's parentheses.
    pub(crate) fn parse(&mut self, input: ParseStream<'_>, errors: &mut Errors) {
        args::each(input, errors, |key, input| self.entry(key, input));
    }

    fn entry(&mut self, key: &Ident, input: ParseStream<'_>) -> syn::Result<()> {
        if self.place == Place::File && !known(self.place).contains(&key.to_string().as_str()) {
            return Err(args::unknown("argument of `#[file]`:", key, &known(self.place)));
        }
        if self.constraints.accept(key, input)? {
            self.constrained.push(key.clone());
            return Ok(());
        }
        match (key.to_string().as_str(), self.place) {
            ("alias", _) => self.alias = Some(args::literal(key, input)?),
            ("validate", _) => self
                .checks
                .push((Check::Value, args::value(key, input, "path::to::function")?)),
            ("assert", _) => self
                .checks
                .push((Check::Assertion, args::value(key, input, "path::to::function")?)),
            ("title", _) => self.title = Some(args::text(key, input)?),
            ("description", _) => self.description = Some(args::text(key, input)?),
            ("deprecated", _) => self.deprecated = Some(args::flag(key, input)?),
            ("include_in_schema", _) => self.include_in_schema = Some(args::flag(key, input)?),
            ("examples", _) => self.examples = Some(args::value(key, input, "[\"..\"]")?),
            ("openapi_examples", _) => self.openapi_examples = Some(args::value(key, input, "{\"name\": {..}}")?),
            ("json_schema_extra", _) => self.json_schema_extra = Some(args::value(key, input, "{\"x-..\": ..}")?),
            ("from_prefix", Place::Path) => self.from_prefix = args::known_flag(key, input)?,
            ("default" | "default_with" | "required", Place::Path) => {
                let text = format!("a path parameter is always sent, so it takes no `{key}`; remove it");
                return Err(syn::Error::new(key.span(), text));
            }
            ("default", _) => self.default_value(key, input)?,
            ("default_with", _) => {
                self.only_default(key)?;
                self.default = Some(DefaultValue::With(args::value(key, input, "path::to::function")?));
            }
            ("required", _) => self.required = Some(args::flag(key, input)?),
            ("convert_underscores", Place::Header) => self.convert_underscores = args::known_flag(key, input)?,
            ("embed", Place::Body) => self.embed = Some(args::flag(key, input)?),
            ("media_type", Place::Body | Place::Form) => self.media_type = Some(args::literal(key, input)?),
            _ => {
                let what = format!("argument of `#[{}]`:", self.place.name());
                return Err(args::unknown(&what, key, &known(self.place)));
            }
        }
        Ok(())
    }

    fn default_value(&mut self, key: &Ident, input: ParseStream<'_>) -> syn::Result<()> {
        self.only_default(key)?;
        self.default = Some(if input.peek(Token![=]) {
            DefaultValue::Value(Box::new(args::value(key, input, "10")?))
        } else {
            DefaultValue::OfType(key.span())
        });
        Ok(())
    }

    fn only_default(&self, key: &Ident) -> syn::Result<()> {
        match self.default {
            None => Ok(()),
            Some(_) => Err(syn::Error::new(
                key.span(),
                "`default` and `default_with` exclude each other; remove one",
            )),
        }
    }
}
