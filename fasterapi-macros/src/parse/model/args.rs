//! [`ContainerArgs`]: what `#[model(..)]` says.

use proc_macro2::TokenStream;
use syn::parse::{ParseStream, Parser};
use syn::{Expr, Ident, LitStr};

use crate::errors::Errors;
use crate::parse::args::{self, Json};
use crate::parse::field::{Check, Steps, frozen};
use crate::parse::variants::VariantModel;

const KNOWN: [&str; 18] = [
    "strict",
    "extra",
    "title",
    "description",
    "examples",
    "json_schema_extra",
    "str_strip_whitespace",
    "str_to_lower",
    "str_to_upper",
    "validate",
    "assert",
    "before",
    "after",
    "literal",
    "computed",
    "variants",
    "discriminator",
    "union_mode",
];

/// What `#[model(..)]` says.
#[derive(Default)]
pub(crate) struct ContainerArgs {
    pub(crate) strict: bool,
    pub(crate) forbid_extra: bool,
    pub(crate) title: Option<Expr>,
    pub(crate) description: Option<Expr>,
    pub(crate) examples: Option<Json>,
    pub(crate) json_schema_extra: Option<Json>,
    pub(crate) strip_whitespace: bool,
    pub(crate) to_lower: bool,
    pub(crate) to_upper: bool,
    pub(crate) validate: Vec<(Check, syn::Path)>,
    pub(crate) steps: Steps,
    pub(crate) literal: Option<Ident>,
    /// The methods whose values are written besides the fields.
    pub(crate) computed: Vec<Ident>,
    /// The models that have some of the fields.
    pub(crate) variants: Vec<VariantModel>,
    /// `union_mode = "left_to_right"`: the first variant that fits is taken, not the best.
    pub(crate) first_fit: Option<Ident>,
    /// What tells the variants of an enum apart.
    pub(crate) discriminator: Option<Discriminator>,
}

/// What tells the variants of an enum apart, other than a tag of serde's.
#[derive(Clone)]
pub(crate) enum Discriminator {
    /// A field that each variant has itself.
    Field(LitStr),
    /// A function of the input.
    Function(syn::Path),
}

impl ContainerArgs {
    pub(super) fn parse(attr: TokenStream, errors: &mut Errors) -> Self {
        let mut found = Self::default();
        let parser = |input: ParseStream<'_>| {
            args::each(input, errors, |key, input| found.accept(key, input));
            Ok(())
        };
        let parsed = parser.parse2(attr);
        errors.take(parsed);
        found
    }

    fn accept(&mut self, key: &Ident, input: ParseStream<'_>) -> syn::Result<()> {
        match key.to_string().as_str() {
            "strict" => self.strict = args::known_flag(key, input)?,
            "extra" => {
                let value = args::literal(key, input)?;
                match value.value().as_str() {
                    "forbid" => self.forbid_extra = true,
                    "ignore" => self.forbid_extra = false,
                    "allow" => {
                        let text = "a struct has no room for names it does not know; add a field \
                                    `#[serde(flatten)] extra: HashMap<String, Value>`";
                        return Err(syn::Error::new(value.span(), text));
                    }
                    _ => return Err(syn::Error::new(value.span(), "`extra` is \"forbid\" or \"ignore\"")),
                }
            }
            "title" => self.title = Some(args::text(key, input)?),
            "description" => self.description = Some(args::text(key, input)?),
            "examples" => self.examples = Some(args::value(key, input, "[..]")?),
            "json_schema_extra" => self.json_schema_extra = Some(args::value(key, input, "{\"x-kind\": 1}")?),
            "str_strip_whitespace" => self.strip_whitespace = args::known_flag(key, input)?,
            "str_to_lower" => self.to_lower = args::known_flag(key, input)?,
            "str_to_upper" => self.to_upper = args::known_flag(key, input)?,
            "validate" => self
                .validate
                .push((Check::Value, args::value(key, input, "path::to::function")?)),
            "assert" => self
                .validate
                .push((Check::Assertion, args::value(key, input, "path::to::function")?)),
            "literal" => self.literal = args::known_flag(key, input)?.then(|| key.clone()),
            "variants" => self.variants = VariantModel::parse_all(key, input)?,
            "computed" => self.computed = args::idents(key, input)?,
            "union_mode" => match args::literal(key, input)? {
                mode if mode.value() == "left_to_right" => self.first_fit = Some(key.clone()),
                mode if mode.value() == "smart" => self.first_fit = None,
                mode => {
                    let text = "`union_mode` is \"smart\" or \"left_to_right\"";
                    return Err(syn::Error::new(mode.span(), text));
                }
            },
            "discriminator" => self.discriminator = Some(Discriminator::parse(key, input)?),
            "frozen" => return Err(frozen(key)),
            _ if self.steps.accept(key, input)? => {}
            _ => return Err(args::unknown("argument of `#[model]`", key, &KNOWN)),
        }
        Ok(())
    }
}

impl Discriminator {
    /// `= "field"` or `= path::to::function`.
    fn parse(key: &Ident, input: ParseStream<'_>) -> syn::Result<Self> {
        match args::value(key, input, "\"kind\"")? {
            Expr::Lit(syn::ExprLit {
                lit: syn::Lit::Str(field),
                ..
            }) => Ok(Self::Field(field)),
            Expr::Path(path) => Ok(Self::Function(path.path)),
            other => Err(syn::Error::new_spanned(
                other,
                "`discriminator` is the name of a field, or a function `fn(&Value) -> Option<&str>`",
            )),
        }
    }
}
