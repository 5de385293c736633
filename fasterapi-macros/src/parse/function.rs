//! [`Function`]: the function under a route or dependency attribute.

use proc_macro2::TokenStream;
use syn::parse::{Parse, ParseStream};
use syn::{Attribute, Path, ReturnType, Signature, Type, Visibility};

use super::argument::Argument;
use super::doc::Doc;
use super::waits::may_wait;
use crate::errors::Errors;

/// A function as it will be emitted again (its arguments' attributes taken off), and what was read from it.
pub(crate) struct Function {
    /// Its attributes, all of which stay.
    pub(crate) attributes: Vec<Attribute>,
    /// Its visibility, which its companion shares.
    pub(crate) visibility: Visibility,
    /// Its signature.
    pub(crate) signature: Signature,
    /// Its body, as it is.
    pub(crate) body: TokenStream,
    /// Its arguments, those without mistakes.
    pub(crate) arguments: Vec<Argument>,
    /// Its doc comment.
    pub(crate) doc: Doc,
}

struct Raw {
    attributes: Vec<Attribute>,
    visibility: Visibility,
    signature: Signature,
    body: TokenStream,
}

impl Parse for Raw {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        Ok(Self {
            attributes: input.call(Attribute::parse_outer)?,
            visibility: input.parse()?,
            signature: input.parse()?,
            body: input.parse()?,
        })
    }
}

/// Attributes of which a function has one.
const MACROS: [&str; 11] = [
    "get",
    "post",
    "put",
    "patch",
    "delete",
    "head",
    "options",
    "trace",
    "route",
    "dependency",
    "websocket",
];

impl Function {
    /// Reads the item under `attribute` (such as `get`). `None`: it is no function, and the mistake was recorded.
    pub(crate) fn parse(attribute: &str, item: TokenStream, errors: &mut Errors) -> Option<Self> {
        let Ok(raw) = syn::parse2::<Raw>(item.clone()) else {
            errors.at(
                item,
                format!("`#[{attribute}]` belongs on a function: `async fn name(..) -> Type {{ .. }}`"),
            );
            return None;
        };
        let Raw {
            mut attributes,
            visibility,
            mut signature,
            body,
        } = raw;
        attributes.retain(|other| {
            let Some(name) = macro_name(other.path()) else {
                return true;
            };
            let text = format!(
                "`#[{attribute}]` and `#[{name}]` on one function; keep one (several methods: `#[route(\"/path\", \
                 methods = [\"GET\", \"POST\"])]`)"
            );
            errors.at(other, text);
            false
        });
        let arguments = signature
            .inputs
            .iter_mut()
            .filter_map(|input| Argument::take(input, errors))
            .collect();
        let doc = Doc::of(&attributes);
        Some(Self {
            attributes,
            visibility,
            signature,
            body,
            arguments,
            doc,
        })
    }

    /// Whether `#[deprecated]` stands on it.
    pub(crate) fn is_deprecated(&self) -> bool {
        self.attributes
            .iter()
            .any(|attribute| attribute.path().is_ident("deprecated"))
    }

    /// Its `#[cfg(..)]` attributes, which its companion shares.
    pub(crate) fn conditions(&self) -> impl Iterator<Item = &Attribute> {
        self.attributes
            .iter()
            .filter(|attribute| attribute.path().is_ident("cfg"))
    }

    /// Its name, without `r#`.
    pub(crate) fn name(&self) -> String {
        let text = self.signature.ident.to_string();
        text.strip_prefix("r#").unwrap_or(&text).to_owned()
    }

    /// Whether it is `async`.
    pub(crate) fn is_async(&self) -> bool {
        self.signature.asyncness.is_some()
    }

    /// Whether its body may hold an `.await`.
    pub(crate) fn may_wait(&self) -> bool {
        may_wait(self.body.clone())
    }

    /// What it returns.
    pub(crate) fn output(&self) -> Type {
        match &self.signature.output {
            ReturnType::Default => Type::Tuple(syn::TypeTuple {
                paren_token: syn::token::Paren::default(),
                elems: syn::punctuated::Punctuated::new(),
            }),
            ReturnType::Type(_, ty) => (**ty).clone(),
        }
    }
}

/// The name of one of our own attributes: `get` or `fasterapi::get`.
fn macro_name(path: &Path) -> Option<String> {
    let last = path.segments.last()?.ident.to_string();
    let ours = path.segments.len() == 1 || path.segments.first()?.ident == "fasterapi";
    (ours && MACROS.contains(&last.as_str())).then_some(last)
}

/// The last segment of a type's path: `Option` of `std::option::Option<T>`, with `T` when there is one argument.
pub(crate) fn last_segment(ty: &Type) -> Option<(String, Option<&Type>)> {
    match ty {
        Type::Path(path) if path.qself.is_none() => {
            let last = path.path.segments.last()?;
            let inner = match &last.arguments {
                syn::PathArguments::AngleBracketed(list) => list.args.iter().find_map(|argument| match argument {
                    syn::GenericArgument::Type(ty) => Some(ty),
                    _ => None,
                }),
                _ => None,
            };
            Some((last.ident.to_string(), inner))
        }
        Type::Group(group) => last_segment(&group.elem),
        Type::Paren(paren) => last_segment(&paren.elem),
        _ => None,
    }
}

/// Whether the type is written as this name, whatever its generic arguments.
pub(crate) fn is_named(ty: &Type, name: &str) -> bool {
    last_segment(ty).is_some_and(|(last, _)| last == name)
}

/// The sides of a type written as `Result<T>` or `Result<T, E>`.
pub(crate) fn result_sides(ty: &Type) -> Option<(&Type, Option<&Type>)> {
    let path = match ty {
        Type::Path(path) => path,
        Type::Group(group) => return result_sides(&group.elem),
        Type::Paren(paren) => return result_sides(&paren.elem),
        _ => return None,
    };
    let last = path.path.segments.last().filter(|last| last.ident == "Result")?;
    let syn::PathArguments::AngleBracketed(list) = &last.arguments else {
        return None;
    };
    let mut types = list.args.iter().filter_map(|argument| match argument {
        syn::GenericArgument::Type(ty) => Some(ty),
        _ => None,
    });
    Some((types.next()?, types.next()))
}
