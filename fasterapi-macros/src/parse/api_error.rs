//! [`ApiErrorItem`]: an enum or struct under `#[derive(ApiError)]`.

use syn::parse::{ParseStream, Parser};
use syn::{Attribute, Data, DeriveInput, Expr, ExprLit, Fields, Ident, Lit, LitStr, Meta, Token, Type, braced};

use super::args::{self, Json};
use super::doc::Doc;
use super::route::status_code;
use crate::errors::Errors;

/// The item.
pub(crate) struct ApiErrorItem {
    /// Its name and generics.
    pub(crate) input: DeriveInput,
    /// Its variants, or the struct itself.
    pub(crate) cases: Vec<Case>,
}

/// A variant, or the struct itself.
pub(crate) struct Case {
    /// The variant's name; `None` for a struct.
    pub(crate) variant: Option<Ident>,
    /// The enum's or struct's name.
    pub(crate) owner: Ident,
    /// What to point at when the whole of it is wrong.
    pub(crate) ident: Ident,
    /// Its fields.
    pub(crate) fields: Fields,
    /// What it answers.
    pub(crate) args: ErrorArgs,
    /// The field with `#[from]`.
    pub(crate) from: Option<usize>,
    /// The field with `#[source]` or `#[from]`.
    pub(crate) source: Option<usize>,
    /// Its doc comment.
    pub(crate) doc: Doc,
}

/// What `#[error(..)]` says.
#[derive(Default)]
pub(crate) struct ErrorArgs {
    /// `status_code`.
    pub(crate) status_code: Option<Expr>,
    /// `detail`.
    pub(crate) detail: Option<Detail>,
    /// `headers`.
    pub(crate) headers: Vec<(LitStr, LitStr)>,
}

/// What the client reads under `detail`.
pub(crate) enum Detail {
    /// A text with fields in braces.
    Text(LitStr),
    /// JSON in which fields are variables.
    Json(Json),
}

impl ApiErrorItem {
    /// Reads the item. `None`: it is a union, and the mistake was recorded.
    pub(crate) fn parse(input: DeriveInput, errors: &mut Errors) -> Option<Self> {
        let mut cases = Vec::new();
        match &input.data {
            Data::Enum(data) => {
                for variant in &data.variants {
                    let ident = &variant.ident;
                    let (fields, attributes) = (&variant.fields, &variant.attrs);
                    cases.extend(case(&input.ident, Some(ident), fields, attributes, errors));
                }
            }
            Data::Struct(data) => cases.extend(case(&input.ident, None, &data.fields, &input.attrs, errors)),
            Data::Union(data) => {
                errors.at(data.union_token, "`ApiError` is derived for an enum or a struct");
                return None;
            }
        }
        Some(Self { input, cases })
    }
}

fn case(
    owner: &Ident,
    variant: Option<&Ident>,
    fields: &Fields,
    attributes: &[Attribute],
    errors: &mut Errors,
) -> Option<Case> {
    let ident = variant.unwrap_or(owner);
    let Some(attribute) = attributes.iter().find(|attribute| attribute.path().is_ident("error")) else {
        let text =
            format!("`{ident}` does not say what it answers: add `#[error(status_code = 404, detail = \"..\")]`");
        errors.at(ident, text);
        return None;
    };
    let marked = |names: &[&str]| {
        fields.iter().position(|field| {
            let mut attributes = field.attrs.iter();
            attributes.any(|attribute| names.iter().any(|name| attribute.path().is_ident(name)))
        })
    };
    Some(Case {
        variant: variant.cloned(),
        owner: owner.clone(),
        ident: ident.clone(),
        fields: fields.clone(),
        args: ErrorArgs::parse(attribute, errors),
        from: marked(&["from"]),
        source: marked(&["from", "source"]),
        doc: Doc::of(attributes),
    })
}

impl Case {
    /// The type of field number `index`.
    pub(crate) fn field(&self, index: usize) -> Option<&Type> {
        self.fields.iter().nth(index).map(|field| &field.ty)
    }
}

impl ErrorArgs {
    fn parse(attribute: &Attribute, errors: &mut Errors) -> Self {
        let mut read = Self::default();
        let Meta::List(list) = &attribute.meta else {
            errors.at(attribute, "write `#[error(status_code = 404, detail = \"..\")]`");
            return read;
        };
        let before = errors.len();
        let parser = |input: ParseStream<'_>| {
            if input.peek(LitStr) {
                return Err(
                    input.error("name the text, and say the answer's status: `status_code = 404, detail = \"..\"`")
                );
            }
            args::each(input, errors, |key, input| {
                match key.to_string().as_str() {
                    "status_code" => read.status_code = Some(status_code(key, input)?),
                    "detail" => read.detail = Some(detail(key, input)?),
                    "headers" => read.headers = headers(key, input)?,
                    _ => {
                        let known = ["status_code", "detail", "headers"];
                        return Err(args::unknown("argument of `#[error]`:", key, &known));
                    }
                }
                Ok(())
            });
            Ok(())
        };
        let result = parser.parse2(list.tokens.clone());
        errors.take(result);
        if read.status_code.is_none() && errors.len() == before {
            errors.at(
                attribute,
                "`#[error(..)]` needs the answer's status: `status_code = 404`",
            );
        }
        read
    }
}

fn detail(key: &Ident, input: ParseStream<'_>) -> syn::Result<Detail> {
    let json: Json = args::value(key, input, "\"Item {0} not found\"")?;
    match syn::parse2::<Expr>(json.0.clone()) {
        Ok(Expr::Lit(ExprLit {
            lit: Lit::Str(text), ..
        })) => Ok(Detail::Text(text)),
        _ => Ok(Detail::Json(json)),
    }
}

/// `= {"Retry-After": "5"}`.
fn headers(key: &Ident, input: ParseStream<'_>) -> syn::Result<Vec<(LitStr, LitStr)>> {
    let wanted = || syn::Error::new(key.span(), "`headers` are texts: `headers = {\"Retry-After\": \"5\"}`");
    if !input.peek(Token![=]) || !input.peek2(syn::token::Brace) {
        return Err(wanted());
    }
    input.parse::<Token![=]>()?;
    let content;
    braced!(content in input);
    let mut headers = Vec::new();
    while !content.is_empty() {
        let header = (|| {
            let name: LitStr = content.parse()?;
            content.parse::<Token![:]>()?;
            Ok((name, content.parse()?))
        })();
        let header = header.map_err(|_: syn::Error| {
            args::drain(&content);
            wanted()
        })?;
        headers.push(header);
        if !content.is_empty() {
            content.parse::<Token![,]>()?;
        }
    }
    Ok(headers)
}
