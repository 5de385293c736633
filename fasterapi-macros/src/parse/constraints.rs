//! The constraints that `#[field(..)]`, `#[query(..)]` and their kin share: parsed here once, expanded to one
//! `Constraints` value that the validator and the schema both read.

use proc_macro2::{Span, TokenStream};
use quote::quote;
use syn::parse::ParseStream;
use syn::spanned::Spanned;
use syn::{Expr, ExprLit, ExprUnary, Ident, Lit, LitBool, LitStr, Token, UnOp};

/// A bound such as `gt = 0`, `lt = 2.5` or `ge = "2024-01-01"`.
#[derive(Clone)]
struct Bound {
    value: BoundValue,
    span: Span,
}

#[derive(Clone)]
enum BoundValue {
    Int(i64),
    Float(f64),
    Text(String),
}

impl Bound {
    /// `None` for a text.
    fn as_f64(&self) -> Option<f64> {
        match &self.value {
            BoundValue::Int(value) => Some(*value as f64),
            BoundValue::Float(value) => Some(*value),
            BoundValue::Text(_) => None,
        }
    }

    fn expand(&self, fa: &TokenStream) -> TokenStream {
        match &self.value {
            BoundValue::Int(value) => quote!(#fa::Number::Int(#value)),
            BoundValue::Float(value) => quote!(#fa::Number::Float(#value)),
            BoundValue::Text(value) => quote!(#fa::Number::Text(#value)),
        }
    }
}

/// The constraints written in one attribute.
#[derive(Default)]
pub(crate) struct ConstraintArgs {
    gt: Option<Bound>,
    ge: Option<Bound>,
    lt: Option<Bound>,
    le: Option<Bound>,
    multiple_of: Option<Bound>,
    min_length: Option<Expr>,
    max_length: Option<Expr>,
    pattern: Option<LitStr>,
    allow_inf_nan: Option<bool>,
    max_digits: Option<Expr>,
    decimal_places: Option<Expr>,
    strict: Option<bool>,
    fail_fast: Option<bool>,
    strip_whitespace: Option<bool>,
    to_lower: Option<bool>,
    to_upper: Option<bool>,
}

impl ConstraintArgs {
    /// Reads `= value` (or nothing, for a flag such as `strict`) behind `key`, if `key` names a constraint; `false`,
    /// with nothing consumed, when it does not.
    pub(crate) fn accept(&mut self, key: &Ident, input: ParseStream) -> syn::Result<bool> {
        match key.to_string().as_str() {
            "gt" => set(&mut self.gt, key, bound(key, input)?)?,
            "ge" => set(&mut self.ge, key, bound(key, input)?)?,
            "lt" => set(&mut self.lt, key, bound(key, input)?)?,
            "le" => set(&mut self.le, key, bound(key, input)?)?,
            "multiple_of" => {
                let step = bound(key, input)?;
                if step.as_f64().is_some_and(|step| step <= 0.0) {
                    return Err(syn::Error::new(step.span, "`multiple_of` must be greater than 0"));
                }
                set(&mut self.multiple_of, key, step)?;
            }
            "unique_items" => {
                let text = "what has no item twice is a set: write `HashSet<T>` or `BTreeSet<T>`";
                return Err(syn::Error::new(key.span(), text));
            }
            "min_length" | "min_items" => set(&mut self.min_length, key, count(key, input)?)?,
            "max_length" | "max_items" => set(&mut self.max_length, key, count(key, input)?)?,
            "pattern" => set(&mut self.pattern, key, text(key, input)?)?,
            "allow_inf_nan" => set(&mut self.allow_inf_nan, key, flag(key, input)?)?,
            "max_digits" => set(&mut self.max_digits, key, count(key, input)?)?,
            "decimal_places" => set(&mut self.decimal_places, key, count(key, input)?)?,
            "strict" => set(&mut self.strict, key, flag(key, input)?)?,
            "fail_fast" => set(&mut self.fail_fast, key, flag(key, input)?)?,
            "strip_whitespace" | "str_strip_whitespace" => set(&mut self.strip_whitespace, key, flag(key, input)?)?,
            "to_lower" | "str_to_lower" => set(&mut self.to_lower, key, flag(key, input)?)?,
            "to_upper" | "str_to_upper" => set(&mut self.to_upper, key, flag(key, input)?)?,
            _ => return Ok(false),
        }
        self.contradictions(key)?;
        Ok(true)
    }

    /// An expression of type `Constraints` that a `static` may hold.
    pub(crate) fn expand(&self, fa: &TokenStream) -> TokenStream {
        if self.is_empty() {
            return quote!(#fa::Constraints::NONE);
        }
        let mut fields = Vec::new();
        for (name, bound) in self.bounds() {
            if let Some(bound) = bound {
                let (name, value) = (Ident::new(name, Span::call_site()), bound.expand(fa));
                fields.push(quote!(#name: ::core::option::Option::Some(#value)));
            }
        }
        let counts = [
            ("min_length", &self.min_length),
            ("max_length", &self.max_length),
            ("max_digits", &self.max_digits),
            ("decimal_places", &self.decimal_places),
        ];
        for (name, value) in counts {
            if let Some(value) = value {
                let name = Ident::new(name, Span::call_site());
                fields.push(quote!(#name: ::core::option::Option::Some(#value)));
            }
        }
        if let Some(pattern) = &self.pattern {
            fields.push(quote!(pattern: ::core::option::Option::Some({
                static PATTERN: #fa::Pattern = #fa::Pattern::new(#pattern);
                &PATTERN
            })));
        }
        if let Some(allow) = self.allow_inf_nan {
            fields.push(quote!(allow_inf_nan: ::core::option::Option::Some(#allow)));
        }
        let flags = [
            ("strict", self.strict),
            ("fail_fast", self.fail_fast),
            ("strip_whitespace", self.strip_whitespace),
            ("to_lower", self.to_lower),
            ("to_upper", self.to_upper),
        ];
        for (name, value) in flags {
            if let Some(value) = value {
                let name = Ident::new(name, Span::call_site());
                fields.push(quote!(#name: #value));
            }
        }
        quote!(#fa::Constraints { #(#fields,)* ..#fa::Constraints::NONE })
    }

    fn bounds(&self) -> [(&'static str, &Option<Bound>); 5] {
        [
            ("gt", &self.gt),
            ("ge", &self.ge),
            ("lt", &self.lt),
            ("le", &self.le),
            ("multiple_of", &self.multiple_of),
        ]
    }

    /// The names of the bounds that are texts, and where the texts stand.
    pub(crate) fn text_bounds(&self) -> impl Iterator<Item = (&'static str, Span)> {
        let bounds = self.bounds().into_iter();
        bounds.filter_map(|(name, bound)| match bound {
            Some(Bound {
                value: BoundValue::Text(_),
                span,
            }) => Some((name, *span)),
            _ => None,
        })
    }

    /// Whether a string is changed on the way in.
    pub(crate) fn transforms(&self) -> bool {
        [self.strip_whitespace, self.to_lower, self.to_upper].contains(&Some(true))
    }

    /// Whether nothing was written.
    pub(crate) fn is_empty(&self) -> bool {
        let counts = [
            &self.min_length,
            &self.max_length,
            &self.max_digits,
            &self.decimal_places,
        ];
        let flags = [
            self.allow_inf_nan,
            self.strict,
            self.fail_fast,
            self.strip_whitespace,
            self.to_lower,
            self.to_upper,
        ];
        self.bounds().iter().all(|(_, bound)| bound.is_none())
            && counts.iter().all(|count| count.is_none())
            && flags.iter().all(Option::is_none)
            && self.pattern.is_none()
    }

    /// What no value can meet.
    fn contradictions(&self, key: &Ident) -> syn::Result<()> {
        let number = |bound: &Option<Bound>| bound.as_ref().and_then(Bound::as_f64);
        let floor = [("gt", number(&self.gt), true), ("ge", number(&self.ge), false)];
        let ceiling = [("lt", number(&self.lt), true), ("le", number(&self.le), false)];
        for (low_name, low, low_open) in floor {
            for (high_name, high, high_open) in ceiling {
                let (Some(low), Some(high)) = (low, high) else { continue };
                let empty = if low_open || high_open { low >= high } else { low > high };
                if empty {
                    let text = format!("no number meets both `{low_name}` and `{high_name}`; exchange or widen them");
                    return Err(syn::Error::new(key.span(), text));
                }
            }
        }
        if let (Some(min), Some(max)) = (literal_count(&self.min_length), literal_count(&self.max_length))
            && min > max
        {
            return Err(syn::Error::new(
                key.span(),
                "`min_length` is greater than `max_length`; exchange them",
            ));
        }
        Ok(())
    }
}

/// Stores a value, once.
fn set<T>(place: &mut Option<T>, key: &Ident, value: T) -> syn::Result<()> {
    if place.replace(value).is_some() {
        return Err(syn::Error::new(
            key.span(),
            format!("`{key}` is given twice; remove one"),
        ));
    }
    Ok(())
}

fn equals(key: &Ident, input: ParseStream, example: &str) -> syn::Result<()> {
    if input.peek(Token![=]) {
        input.parse::<Token![=]>()?;
        return Ok(());
    }
    Err(syn::Error::new(
        key.span(),
        format!("`{key}` needs a value: `{key} = {example}`"),
    ))
}

/// A number literal with an optional minus sign, or a text.
fn bound(key: &Ident, input: ParseStream) -> syn::Result<Bound> {
    equals(key, input, "10")?;
    let expr: Expr = input.parse()?;
    let span = expr.span();
    let wrong = || {
        syn::Error::new(
            span,
            format!("`{key}` takes a number literal, as in `{key} = 10` or `{key} = 2.5`, or a date as text"),
        )
    };
    let (negative, lit) = match &expr {
        Expr::Unary(ExprUnary {
            op: UnOp::Neg(_), expr, ..
        }) => (true, &**expr),
        other => (false, other),
    };
    let Expr::Lit(ExprLit { lit, .. }) = lit else {
        return Err(wrong());
    };
    let value = match lit {
        Lit::Int(int) => {
            let digits = if negative {
                format!("-{}", int.base10_digits())
            } else {
                int.base10_digits().to_owned()
            };
            let too_big = || syn::Error::new(span, format!("`{key}` is beyond 64 bits; write it as a float"));
            BoundValue::Int(digits.parse().map_err(|_| too_big())?)
        }
        Lit::Float(float) => {
            let value: f64 = float.base10_parse()?;
            BoundValue::Float(if negative { -value } else { value })
        }
        Lit::Str(text) if !negative => BoundValue::Text(text.value()),
        _ => return Err(wrong()),
    };
    Ok(Bound { value, span })
}

/// A count: a literal, or a constant of the right type.
fn count(key: &Ident, input: ParseStream) -> syn::Result<Expr> {
    equals(key, input, "10")?;
    let expr: Expr = input.parse()?;
    let whole = match &expr {
        Expr::Lit(ExprLit { lit: Lit::Int(_), .. }) => true,
        Expr::Lit(_) | Expr::Unary(_) => false,
        _ => true,
    };
    if whole {
        Ok(expr)
    } else {
        Err(syn::Error::new(
            expr.span(),
            format!("`{key}` counts: it takes a whole number, as in `{key} = 10`"),
        ))
    }
}

fn literal_count(expr: &Option<Expr>) -> Option<u64> {
    match expr {
        Some(Expr::Lit(ExprLit { lit: Lit::Int(int), .. })) => int.base10_parse().ok(),
        _ => None,
    }
}

fn text(key: &Ident, input: ParseStream) -> syn::Result<LitStr> {
    equals(key, input, "\"..\"")?;
    let expr: Expr = input.parse()?;
    match expr {
        Expr::Lit(ExprLit {
            lit: Lit::Str(text), ..
        }) => Ok(text),
        other => Err(syn::Error::new(
            other.span(),
            format!("`{key}` takes a string literal: `{key} = \"^[a-z]+$\"`"),
        )),
    }
}

/// A bare flag, or `= true` / `= false`.
fn flag(key: &Ident, input: ParseStream) -> syn::Result<bool> {
    if !input.peek(Token![=]) {
        return Ok(true);
    }
    input.parse::<Token![=]>()?;
    let expr: Expr = input.parse()?;
    match expr {
        Expr::Lit(ExprLit {
            lit: Lit::Bool(LitBool { value, .. }),
            ..
        }) => Ok(value),
        other => Err(syn::Error::new(
            other.span(),
            format!("`{key}` takes nothing, `true` or `false`"),
        )),
    }
}
