//! `responses((404, description = "..", model = T), ("4XX", ..), (default, ..))`.

use syn::parse::ParseStream;
use syn::{Expr, ExprLit, Ident, Lit, Token, Type, parenthesized};

use super::args::{self, Json};
use crate::errors::Errors;

/// One documented answer.
#[derive(Debug)]
pub(crate) struct ResponseArgs {
    /// For which status.
    pub(crate) status: Status,
    /// `description`.
    pub(crate) description: Option<Expr>,
    /// `model`.
    pub(crate) model: Option<Type>,
    /// `extra`.
    pub(crate) extra: Option<Json>,
    /// `content`, `headers`, `links`: members of the response object.
    pub(crate) members: Vec<(String, Json)>,
}

/// The status an answer is documented for.
#[derive(Debug)]
pub(crate) enum Status {
    /// `404`, `"4XX"`, `default`.
    Text(String),
    /// `StatusCode::NOT_FOUND`.
    Expr(Expr),
}

const KNOWN: [&str; 6] = ["description", "model", "content", "headers", "links", "extra"];

/// Reads `((..), (..))`; mistakes inside one answer go to `errors`.
pub(crate) fn parse(key: &Ident, input: ParseStream<'_>, errors: &mut Errors) -> syn::Result<Vec<ResponseArgs>> {
    if !input.peek(syn::token::Paren) {
        let text = "`responses` is a list in parentheses: `responses((404, description = \"..\", model = Message))`";
        return Err(syn::Error::new(key.span(), text));
    }
    let content;
    parenthesized!(content in input);
    let result = list(&content, errors);
    args::drain(&content);
    result
}

fn list(content: ParseStream<'_>, errors: &mut Errors) -> syn::Result<Vec<ResponseArgs>> {
    let mut responses = Vec::new();
    while !content.is_empty() {
        let entry;
        if !content.peek(syn::token::Paren) {
            return Err(content.error("each answer stands in parentheses: `(404, description = \"..\")`"));
        }
        parenthesized!(entry in content);
        let result = response(&entry, errors);
        args::drain(&entry);
        responses.push(result?);
        if !content.is_empty() {
            content.parse::<Token![,]>()?;
        }
    }
    Ok(responses)
}

fn response(input: ParseStream<'_>, errors: &mut Errors) -> syn::Result<ResponseArgs> {
    let status = status(input)?;
    let mut response = ResponseArgs {
        status,
        description: None,
        model: None,
        extra: None,
        members: Vec::new(),
    };
    if !input.is_empty() {
        input.parse::<Token![,]>()?;
    }
    args::each(input, errors, |key, input| {
        match key.to_string().as_str() {
            "description" => response.description = Some(args::text(key, input)?),
            "model" => response.model = Some(args::value(key, input, "Message")?),
            "extra" => response.extra = Some(args::value(key, input, "{\"x-key\": ..}")?),
            "content" | "headers" | "links" => {
                response
                    .members
                    .push((key.to_string(), args::value(key, input, "{..}")?));
            }
            _ => return Err(args::unknown("key in `responses`:", key, &KNOWN)),
        }
        Ok(())
    });
    if let (Some(extra), false) = (&response.extra, response.members.is_empty()) {
        errors.at(
            &extra.0,
            "`extra` is the rest of the answer: write `content`, `headers` and `links` inside it",
        );
    }
    Ok(response)
}

fn status(input: ParseStream<'_>) -> syn::Result<Status> {
    const WANTED: &str = "the answer's status comes first: a code from 100 to 599, `\"4XX\"`, or `default`";
    if input.peek(Token![default]) {
        input.parse::<Token![default]>()?;
        return Ok(Status::Text("default".to_owned()));
    }
    if input.is_empty() || input.peek2(Token![=]) {
        return Err(input.error(WANTED));
    }
    let expr: Expr = input.parse()?;
    let text = match &expr {
        Expr::Lit(ExprLit {
            lit: Lit::Int(code), ..
        }) => code.base10_digits().to_owned(),
        Expr::Lit(ExprLit {
            lit: Lit::Str(text), ..
        }) => text.value(),
        Expr::Lit(_) => String::new(),
        _ => return Ok(Status::Expr(expr)),
    };
    let code = text.parse::<u16>().is_ok_and(|code| (100..=599).contains(&code));
    let class = matches!(text.as_bytes(), [b'1'..=b'5', b'X', b'X']);
    if code || class || text == "default" {
        Ok(Status::Text(text))
    } else {
        Err(syn::Error::new_spanned(expr, WANTED))
    }
}
