//! The default of an argument, as an expression of its type: `default = "x"` does for a `String`, `default = 0` for an
//! `f64`, and either for an `Option` of one.

use proc_macro2::TokenStream;
use quote::{ToTokens, quote, quote_spanned};
use syn::{Expr, ExprLit, Lit, Type};

use crate::parse::function::last_segment;
use crate::parse::param::DefaultValue;

/// An expression of type `Option<fn() -> Self::Value>`.
pub(super) fn expand(default: Option<&DefaultValue>, ty: &Type) -> TokenStream {
    let body = match default {
        None => return quote!(::core::option::Option::None),
        Some(DefaultValue::With(path)) => return quote!(::core::option::Option::Some(#path)),
        Some(DefaultValue::OfType(span)) => quote_spanned!(*span=> ::core::default::Default::default()),
        Some(DefaultValue::Value(expr)) => convert(expr, ty),
    };
    quote!(::core::option::Option::Some(|| {
        let value: #ty = #body;
        value
    }))
}

/// `expr`, made into a `ty` where the language is stricter than a reader expects.
pub(super) fn convert(expr: &Expr, ty: &Type) -> TokenStream {
    let (name, inner) = last_segment(ty).unwrap_or_default();
    if let ("Option", Some(inner)) = (name.as_str(), inner) {
        return if is_option(expr) {
            expr.to_token_stream()
        } else {
            let value = convert(expr, inner);
            quote!(::core::option::Option::Some(#value))
        };
    }
    match expr {
        Expr::Lit(ExprLit {
            lit: Lit::Str(text), ..
        }) => match name.as_str() {
            "String" => quote_spanned!(text.span()=> ::std::string::String::from(#text)),
            number if is_primitive(number) => text.to_token_stream(),
            _ => quote_spanned!(text.span()=> ::core::convert::Into::into(#text)),
        },
        Expr::Lit(ExprLit { lit: Lit::Int(int), .. }) if name == "f32" || name == "f64" => {
            let float = syn::LitFloat::new(&format!("{}.0", int.base10_digits()), int.span());
            float.to_token_stream()
        }
        Expr::Array(array) if matches!(name.as_str(), "Vec" | "HashSet" | "BTreeSet" | "VecDeque") => {
            let items = array
                .elems
                .iter()
                .map(|item| inner.map_or_else(|| item.to_token_stream(), |ty| convert(item, ty)));
            quote!(::core::iter::IntoIterator::into_iter([#(#items),*]).collect())
        }
        other => other.to_token_stream(),
    }
}

/// `None`, `Some(..)`, `Default::default()`: an `Option` as it stands.
fn is_option(expr: &Expr) -> bool {
    match expr {
        Expr::Path(path) => path.path.segments.last().is_some_and(|last| last.ident == "None"),
        Expr::Call(call) => match &*call.func {
            Expr::Path(path) => path.path.segments.last().is_some_and(|last| last.ident == "Some"),
            _ => false,
        },
        _ => false,
    }
}

fn is_primitive(name: &str) -> bool {
    matches!(name, "bool" | "char") || matches!(name.as_bytes(), [b'i' | b'u' | b'f', b'0'..=b'9' | b's', ..])
}
