//! [`Argument`]: one argument of a handler or dependency, its attribute taken off.

use syn::parse::{ParseStream, Parser};
use syn::spanned::Spanned;
use syn::{Attribute, FnArg, Ident, Meta, Pat, PatType, Type};

use super::args;
use super::depends::{DependsArgs, SecurityArgs};
use super::doc::Doc;
use super::param::{ParamArgs, Place};
use crate::errors::Errors;

/// One argument.
pub(crate) struct Argument {
    /// Its name in the source.
    pub(crate) ident: Ident,
    /// Its name without `r#`.
    pub(crate) name: String,
    /// Its type, without the `&` of a reference.
    pub(crate) ty: Type,
    /// Whether it is owned or borrowed.
    pub(crate) passing: Passing,
    /// What the attribute says.
    pub(crate) binding: Binding,
    /// Its doc comment.
    pub(crate) doc: Doc,
}

/// How a function takes an argument.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Passing {
    /// `T`.
    Owned,
    /// `&T`.
    Shared,
    /// `&mut T`.
    Exclusive,
}

/// What an argument's attribute says.
pub(crate) enum Binding {
    /// There is none: the name and the type decide.
    Plain,
    /// `#[path] #[query] #[header] #[cookie] #[body] #[form] #[file]`.
    Param(Box<ParamArgs>),
    /// `#[depends(f)]`.
    Depends(DependsArgs),
    /// `#[security(scheme)]`.
    Security(Box<SecurityArgs>),
}

/// The attributes of arguments.
pub(crate) const ATTRIBUTES: [&str; 9] = [
    "path", "query", "header", "cookie", "body", "form", "file", "depends", "security",
];
/// Attributes that belong to the compiler and stay.
const FOREIGN: [&str; 6] = ["allow", "expect", "warn", "deny", "forbid", "cfg_attr"];

impl Argument {
    /// Takes the attributes off `input` and reads them. `None`: mistakes were recorded.
    pub(crate) fn take(input: &mut FnArg, errors: &mut Errors) -> Option<Self> {
        let argument = match input {
            FnArg::Receiver(receiver) => {
                receiver.attrs.retain(is_foreign);
                errors.at(
                    receiver.self_token,
                    "a route is a free function: take the fields of `self` as `State<..>`",
                );
                return None;
            }
            FnArg::Typed(argument) => argument,
        };
        let attributes = std::mem::take(&mut argument.attrs);
        let doc = Doc::of(&attributes);
        let (foreign, own): (Vec<_>, Vec<_>) = attributes.into_iter().partition(is_foreign);
        argument.attrs = foreign;
        let before = errors.len();
        let binding = binding(&own, errors);
        let ident = name(argument, errors);
        if errors.len() > before {
            return None;
        }
        let (ty, passing) = passing(&argument.ty);
        let ident = ident?;
        let text = ident.to_string();
        let name = text.strip_prefix("r#").unwrap_or(&text).to_owned();
        Some(Self {
            ident,
            name,
            ty,
            passing,
            binding: binding?,
            doc,
        })
    }

    /// The attribute, when it is not `#[depends]`.
    pub(crate) fn param(&self) -> Option<&ParamArgs> {
        match &self.binding {
            Binding::Param(args) => Some(args),
            Binding::Plain | Binding::Depends(_) | Binding::Security(_) => None,
        }
    }

    /// The name the client uses.
    pub(crate) fn wire(&self) -> String {
        match self.param() {
            Some(ParamArgs { alias: Some(alias), .. }) => alias.value(),
            Some(args) if args.place == Place::Header && args.convert_underscores => self.name.replace('_', "-"),
            _ => self.name.clone(),
        }
    }
}

fn is_foreign(attribute: &Attribute) -> bool {
    FOREIGN.iter().any(|name| attribute.path().is_ident(name))
}

fn name(argument: &PatType, errors: &mut Errors) -> Option<Ident> {
    match &*argument.pat {
        Pat::Ident(pattern) if pattern.by_ref.is_none() && pattern.subpat.is_none() => Some(pattern.ident.clone()),
        Pat::Wild(wild) => {
            errors.at(wild, "an argument is bound by its name: write `_name` instead of `_`");
            None
        }
        pattern => {
            errors.at(
                pattern,
                "an argument is bound by its name: name it here, and take it apart in the body",
            );
            None
        }
    }
}

fn passing(ty: &Type) -> (Type, Passing) {
    match ty {
        Type::Reference(reference) => {
            let passing = if reference.mutability.is_some() {
                Passing::Exclusive
            } else {
                Passing::Shared
            };
            ((*reference.elem).clone(), passing)
        }
        Type::Group(group) => passing(&group.elem),
        Type::Paren(paren) => passing(&paren.elem),
        other => (other.clone(), Passing::Owned),
    }
}

fn binding(attributes: &[Attribute], errors: &mut Errors) -> Option<Binding> {
    let mut binding = Some(Binding::Plain);
    let mut first: Option<String> = None;
    for attribute in attributes.iter().filter(|attribute| !attribute.path().is_ident("doc")) {
        let Some(name) = attribute.path().get_ident().map(ToString::to_string) else {
            errors.at(attribute, "unknown attribute on an argument; remove it");
            continue;
        };
        if name == "cfg" {
            errors.at(
                attribute,
                "`#[cfg]` on one argument is not supported: put it on two functions instead",
            );
            continue;
        }
        if let Some(first) = &first {
            let text = format!("an argument has one source: `#[{first}]` or `#[{name}]`; remove one");
            errors.at(attribute, text);
            continue;
        }
        binding = match Place::of(&name) {
            Some(place) => Some(param(attribute, place, errors)),
            None if name == "depends" => DependsArgs::parse(attribute, errors).map(Binding::Depends),
            None if name == "security" => {
                SecurityArgs::parse(attribute, errors).map(|args| Binding::Security(Box::new(args)))
            }
            None => {
                let ident = attribute
                    .path()
                    .get_ident()
                    .cloned()
                    .unwrap_or_else(|| Ident::new("_", attribute.span()));
                errors.push(args::unknown("attribute on an argument:", &ident, &ATTRIBUTES));
                None
            }
        };
        first = Some(name);
    }
    binding
}

fn param(attribute: &Attribute, place: Place, errors: &mut Errors) -> Binding {
    let mut args = Box::new(ParamArgs::new(place, attribute.path().span()));
    match &attribute.meta {
        Meta::Path(_) => {}
        Meta::List(list) => {
            let parser = |input: ParseStream<'_>| {
                args.parse(input, errors);
                Ok(())
            };
            let result = parser.parse2(list.tokens.clone());
            errors.take(result);
        }
        Meta::NameValue(_) => {
            let name = place.name();
            errors.at(
                attribute,
                format!("write `#[{name}(..)]`, as in `#[{name}(alias = \"..\")]`"),
            );
        }
    }
    Binding::Param(args)
}
