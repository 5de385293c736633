//! What holds for handlers and dependencies alike.

use syn::visit::Visit;
use syn::{Lifetime, Type, TypeImplTrait, TypeReference};

use super::constraints;
use crate::errors::Errors;
use crate::parse::argument::{Argument, Binding, Passing};
use crate::parse::function::{Function, is_named};
use crate::parse::param::Place;

/// Checks the signature and each argument; `what` is "route" or "dependency".
pub(crate) fn check(function: &Function, what: &str, errors: &mut Errors) {
    let signature = &function.signature;
    let name = &signature.ident;
    if !signature.generics.params.is_empty() {
        let text = format!("`{name}` is generic, and a {what} is one function: name the types, elide the lifetimes");
        errors.at(&signature.generics, text);
    }
    if let Some(token) = &signature.unsafety {
        errors.at(
            token,
            format!("a {what} is called by the framework: it cannot be `unsafe`"),
        );
    }
    if let Some(variadic) = &signature.variadic {
        errors.at(variadic, format!("a {what} has named arguments only"));
    }
    check_output(function, what, errors);
    for argument in &function.arguments {
        check_argument(argument, what, errors);
    }
    check_bodies(function, errors);
}

/// Refuses references in a function that runs on another thread.
pub(crate) fn check_no_references(function: &Function, mend: &str, errors: &mut Errors) {
    for argument in function
        .arguments
        .iter()
        .filter(|argument| argument.passing != Passing::Owned)
    {
        let text = format!(
            "`{}` is a reference, and a `fn` runs on another thread: {mend}, or take `{}` by value",
            argument.name,
            quote::ToTokens::to_token_stream(&argument.ty),
        );
        errors.at(&argument.ty, text);
    }
}

fn check_argument(argument: &Argument, what: &str, errors: &mut Errors) {
    let name = &argument.name;
    if let Some(found) = first::<TypeImplTrait>(&argument.ty) {
        errors.at(
            found,
            format!("`{name}` has no type yet, and a {what} is one function: name the type"),
        );
    }
    let attribute = match &argument.binding {
        Binding::Plain => None,
        Binding::Param(args) => {
            constraints::check(args, &argument.ty, errors);
            Some(args.place.name())
        }
        Binding::Depends(_) => Some("depends"),
        Binding::Security(_) => Some("security"),
    };
    if argument.passing == Passing::Owned {
        return;
    }
    let owned = match &argument.ty {
        ty if is_named(ty, "str") => "String".to_owned(),
        Type::Slice(slice) => format!("Vec<{}>", quote::ToTokens::to_token_stream(&slice.elem)),
        other => quote::ToTokens::to_token_stream(other).to_string(),
    };
    if let Some(attribute) = attribute {
        errors.at(
            &argument.ty,
            format!("what `#[{attribute}]` gives is owned: write `{name}: {owned}`"),
        );
    } else if is_named(&argument.ty, "str") || matches!(argument.ty, Type::Slice(_)) {
        errors.at(
            &argument.ty,
            format!("a value read from a request is owned: write `{name}: {owned}`"),
        );
    }
}

fn check_output(function: &Function, what: &str, errors: &mut Errors) {
    let output = function.output();
    if let Some(found) = first::<TypeImplTrait>(&output) {
        errors.at(
            found,
            format!("the document needs the type this {what} returns: name it (or return `Response`)"),
        );
    }
    if let Some(found) = first::<TypeReference>(&output) {
        errors.at(
            found,
            format!("a {what} returns an owned value: `String` for `&str`, `Vec<T>` for `&[T]`"),
        );
    }
}

/// Several bodies become members of one JSON object: one media type must do for all.
fn check_bodies(function: &Function, errors: &mut Errors) {
    let bodies = function.arguments.iter().filter_map(|argument| {
        let args = argument.param().filter(|args| args.place == Place::Body)?;
        let media_type = args
            .media_type
            .as_ref()
            .map_or_else(|| "application/json".to_owned(), syn::LitStr::value);
        Some((argument, media_type))
    });
    let of_form = |place| matches!(place, Place::Form | Place::File);
    let form = function
        .arguments
        .iter()
        .find(|argument| argument.param().is_some_and(|args| of_form(args.place)));
    let mut first: Option<(&Argument, String)> = None;
    for (argument, media_type) in bodies {
        if let Some(form) = form {
            let text = format!(
                "one request has one body: `{}` is in a form and `{}` is not; mark both `#[form]`",
                form.name, argument.name
            );
            errors.at(&argument.ident, text);
            return;
        }
        match &first {
            Some((other, expected)) if *expected != media_type => {
                let text = format!(
                    "one request has one body: `{}` is `{expected}` and `{}` is `{media_type}`; give both one \
                     `media_type`",
                    other.name, argument.name,
                );
                errors.at(&argument.ident, text);
            }
            Some(_) => {}
            None => first = Some((argument, media_type)),
        }
    }
}

/// Something to look for in a type.
trait Sought: Sized {
    fn visit(ty: &Type) -> Option<Self>;
}

/// The first `S` in a type.
fn first<S: Sought>(ty: &Type) -> Option<S> {
    S::visit(ty)
}

impl Sought for TypeImplTrait {
    fn visit(ty: &Type) -> Option<Self> {
        struct Visitor(Option<TypeImplTrait>);
        impl Visit<'_> for Visitor {
            fn visit_type_impl_trait(&mut self, found: &TypeImplTrait) {
                self.0.get_or_insert_with(|| found.clone());
            }
        }
        let mut visitor = Visitor(None);
        visitor.visit_type(ty);
        visitor.0
    }
}

impl Sought for TypeReference {
    fn visit(ty: &Type) -> Option<Self> {
        struct Visitor(Option<TypeReference>);
        impl Visit<'_> for Visitor {
            fn visit_type_reference(&mut self, found: &TypeReference) {
                if !found.lifetime.as_ref().is_some_and(is_static) {
                    self.0.get_or_insert_with(|| found.clone());
                }
            }
        }
        let mut visitor = Visitor(None);
        visitor.visit_type(ty);
        visitor.0
    }
}

fn is_static(lifetime: &Lifetime) -> bool {
    lifetime.ident == "static"
}
