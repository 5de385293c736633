//! [`Model`]: the struct or enum under `#[model]`, with all that its attributes say.

use proc_macro2::TokenStream;
use syn::ext::IdentExt;
use syn::parse::{ParseStream, Parser};
use syn::{Data, DeriveInput, Expr, Fields, Ident, LitStr, Type, Variant};

use super::args::{self, Json};
use super::doc::Doc;
use super::field::{Check, FieldArgs, ModelField, Steps, frozen};
use super::serde::{SerdeContainer, SerdeField};
use super::variants::VariantModel;
use crate::errors::Errors;

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

/// The item and its attributes.
pub(crate) struct Model {
    pub(crate) item: DeriveInput,
    pub(crate) args: ContainerArgs,
    pub(crate) serde: SerdeContainer,
    pub(crate) doc: Doc,
    pub(crate) kind: Kind,
}

/// What sort of model it is.
pub(crate) enum Kind {
    /// A struct with named fields.
    Object(Vec<ModelField>),
    /// A tuple struct around one value.
    Root(Box<ModelField>),
    /// An enum of plain values.
    Choices(Vec<ChoiceVariant>),
    /// An enum of models, told apart by a tag.
    Tagged(LitStr, Vec<UnionVariant>),
    /// An enum of types that are tried one after the other.
    Untagged(Vec<UnionVariant>),
    /// An enum of types, one of which a field or a function names.
    Discriminated(Discriminator, Vec<UnionVariant>),
}

/// A variant without fields.
pub(crate) struct ChoiceVariant {
    pub(crate) ident: Ident,
    pub(crate) value: ChoiceValue,
    pub(crate) aliases: Vec<String>,
}

/// The wire value of a variant.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum ChoiceValue {
    Text(String),
    Int(i64),
}

/// A variant around one value.
pub(crate) struct UnionVariant {
    pub(crate) ident: Ident,
    pub(crate) ty: Type,
    pub(crate) args: FieldArgs,
    /// The tag that is written, then those that are read as well.
    pub(crate) tags: Vec<String>,
}

impl Model {
    /// Reads the attribute and the item; `None` when it is nothing that can be a model.
    pub(crate) fn parse(attr: TokenStream, item: TokenStream, errors: &mut Errors) -> Option<Self> {
        let args = ContainerArgs::parse(attr, errors);
        let item: DeriveInput = errors.take(syn::parse2(item))?;
        let lifetimes: Vec<_> = item.generics.lifetimes().collect();
        for lifetime in &lifetimes {
            errors.at(
                lifetime,
                "a model owns what it reads; use `String` instead of `&str`, `Vec<T>` instead of `&[T]`",
            );
        }
        if !lifetimes.is_empty() {
            return None;
        }
        let serde = SerdeContainer::parse(&item.attrs, errors);
        let kind = Kind::parse(&item, &args, &serde, errors)?;
        let doc = Doc::of(&item.attrs);
        Some(Self {
            item,
            args,
            serde,
            doc,
            kind,
        })
    }
}

impl ContainerArgs {
    fn parse(attr: TokenStream, errors: &mut Errors) -> Self {
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

impl Kind {
    fn parse(item: &DeriveInput, args: &ContainerArgs, serde: &SerdeContainer, errors: &mut Errors) -> Option<Self> {
        match &item.data {
            Data::Struct(data) => {
                if let Some(literal) = &args.literal {
                    errors.at(literal, "`literal` is for enums without fields; remove it");
                }
                match &data.fields {
                    Fields::Named(fields) => {
                        let fields = fields.named.iter().map(|field| ModelField::parse(field, serde, errors));
                        Some(Self::Object(fields.collect()))
                    }
                    Fields::Unnamed(fields) if fields.unnamed.len() == 1 => Some(Self::Root(Box::new(
                        ModelField::parse(&fields.unnamed[0], serde, errors),
                    ))),
                    Fields::Unnamed(fields) => {
                        errors.at(fields, "a model's fields have names; name them, or wrap one value only");
                        None
                    }
                    Fields::Unit => {
                        errors.at(&item.ident, "a model needs fields; write `{}` for one without any");
                        None
                    }
                }
            }
            Data::Enum(data) if data.variants.is_empty() => {
                errors.at(&item.ident, "an enum needs a variant to be read as");
                None
            }
            Data::Enum(data)
                if data
                    .variants
                    .iter()
                    .all(|variant| matches!(variant.fields, Fields::Unit)) =>
            {
                Some(Self::Choices(choices(data.variants.iter(), serde, errors)))
            }
            Data::Enum(data) => {
                if let Some(literal) = &args.literal {
                    errors.at(literal, "`literal` is for enums without fields; remove it");
                }
                let variants: Option<Vec<_>> = {
                    let each = data
                        .variants
                        .iter()
                        .map(|variant| UnionVariant::parse(variant, serde, errors));
                    each.collect::<Vec<_>>().into_iter().collect()
                };
                let variants = variants?;
                match (&args.discriminator, &serde.tag) {
                    (Some(discriminator), None) => return Some(Self::Discriminated(discriminator.clone(), variants)),
                    (Some(_), Some(tag)) => {
                        let text = "`tag` and `discriminator` both tell the variants apart; remove one: with `tag` the \
                                    models inside do not have the field, with `discriminator` they do";
                        errors.at(tag, text);
                    }
                    (None, _) => {}
                }
                match &serde.tag {
                    Some(tag) => Some(Self::Tagged(tag.clone(), variants)),
                    None if serde.untagged => Some(Self::Untagged(variants)),
                    None => {
                        let text = "how are the variants told apart? put `#[serde(tag = \"kind\")]` on the enum, or \
                                    `#[serde(untagged)]`";
                        errors.at(&item.ident, text);
                        None
                    }
                }
            }
            Data::Union(data) => {
                errors.at(data.union_token, "a model is a struct or an enum");
                None
            }
        }
    }
}

fn choices<'v>(
    variants: impl Iterator<Item = &'v Variant> + Clone,
    serde: &SerdeContainer,
    errors: &mut Errors,
) -> Vec<ChoiceVariant> {
    let of_integers = variants.clone().any(|variant| variant.discriminant.is_some());
    let mut next = 0;
    let mut choices = Vec::new();
    for variant in variants {
        let args = FieldArgs::parse(&variant.attrs, errors);
        let names = SerdeField::parse(&variant.attrs, errors);
        if let Some((_, discriminant)) = &variant.discriminant {
            match integer(discriminant) {
                Some(int) => next = int,
                None => errors.at(
                    discriminant,
                    "the wire value must be an integer literal, as in `Low = 1`",
                ),
            }
        }
        let value = match &args.value {
            Some(Expr::Lit(syn::ExprLit {
                lit: syn::Lit::Str(text),
                ..
            })) => ChoiceValue::Text(text.value()),
            Some(value) => match integer(value) {
                Some(int) => ChoiceValue::Int(int),
                None => {
                    errors.at(
                        value,
                        "the wire value is a string or an integer literal, as in `value = 3`",
                    );
                    continue;
                }
            },
            None => match names.rename.read {
                Some(name) => ChoiceValue::Text(name),
                None if of_integers => ChoiceValue::Int(next),
                None => {
                    let name = variant.ident.unraw().to_string();
                    ChoiceValue::Text(serde.rename_all.read.map_or(name.clone(), |case| case.variant(&name)))
                }
            },
        };
        next = next.wrapping_add(1);
        if choices.iter().any(|known: &ChoiceVariant| known.value == value) {
            errors.at(
                &variant.ident,
                "another variant has this wire value; `#[serde(rename = \"..\")]` one of them",
            );
        }
        choices.push(ChoiceVariant {
            ident: variant.ident.clone(),
            value,
            aliases: names.aliases,
        });
    }
    choices
}

fn integer(expr: &Expr) -> Option<i64> {
    match expr {
        Expr::Lit(syn::ExprLit {
            lit: syn::Lit::Int(int),
            ..
        }) => int.base10_parse().ok(),
        Expr::Unary(syn::ExprUnary {
            op: syn::UnOp::Neg(_),
            expr,
            ..
        }) => integer(expr).map(|int| -int),
        Expr::Group(group) => integer(&group.expr),
        _ => None,
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

impl UnionVariant {
    fn parse(variant: &Variant, serde: &SerdeContainer, errors: &mut Errors) -> Option<Self> {
        let args = FieldArgs::parse(&variant.attrs, errors);
        let names = SerdeField::parse(&variant.attrs, errors);
        let ty = match &variant.fields {
            Fields::Unnamed(fields) if fields.unnamed.len() == 1 => fields.unnamed[0].ty.clone(),
            _ => {
                let name = &variant.ident;
                let text =
                    format!("each variant holds one type: make a `#[model] struct {name}` and write `{name}({name})`");
                errors.at(variant, text);
                return None;
            }
        };
        let name = variant.ident.unraw().to_string();
        let own = names.rename.read.unwrap_or_else(|| {
            serde
                .rename_all
                .read
                .map_or_else(|| name.clone(), |case| case.variant(&name))
        });
        let tags = std::iter::once(own).chain(names.aliases).collect();
        Some(Self {
            ident: variant.ident.clone(),
            ty,
            args,
            tags,
        })
    }
}
