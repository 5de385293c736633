//! The path template against the arguments.

use syn::Type;

use super::{function, websocket};
use crate::errors::Errors;
use crate::parse::args::nearest;
use crate::parse::argument::{Argument, Binding, Passing};
use crate::parse::function::{Function, is_named};
use crate::parse::param::Place;
use crate::parse::route::RouteArgs;
use crate::parse::template::Template;

/// Checks a route as a whole.
pub(crate) fn check(args: &RouteArgs, function: &Function, errors: &mut Errors) {
    function::check(function, "route", errors);
    websocket::check(args, function, errors);
    if !function.is_async() && !args.websocket {
        function::check_no_references(function, "make it `async fn`", errors);
    }
    let Some(template) = &args.template else { return };
    for argument in &function.arguments {
        check_path_argument(argument, template, errors);
    }
    for name in &template.names {
        check_segment(name, args, template, function, errors);
    }
}

/// Whether an argument takes its value from the route's own path.
pub(crate) fn is_path(argument: &Argument, template: &Template) -> bool {
    match &argument.binding {
        Binding::Plain => template.has(&argument.name),
        Binding::Param(args) => args.place == Place::Path,
        Binding::Depends(_) | Binding::Security(_) => false,
    }
}

fn check_path_argument(argument: &Argument, template: &Template, errors: &mut Errors) {
    if !is_path(argument, template) {
        return;
    }
    let (wire, path) = (argument.wire(), template.literal.value());
    if let Some(args) = argument
        .param()
        .filter(|args| !args.from_prefix && !template.has(&wire))
    {
        let hint = match nearest(&wire, &template.names.iter().map(String::as_str).collect::<Vec<_>>()) {
            Some(name) => format!("did you mean `{{{name}}}`?"),
            None => format!("add the segment, or write `#[path(from_prefix)]` when a router's prefix has `{{{wire}}}`"),
        };
        errors.push(syn::Error::new(
            args.span,
            format!("the path `{path}` has no `{{{wire}}}`; {hint}"),
        ));
    }
    if is_named(&argument.ty, "Option") {
        let text = format!(
            "`{}` is in the path and always sent: take `T` instead of `Option<T>`",
            argument.name
        );
        errors.at(&argument.ty, text);
    }
    if argument.passing != Passing::Owned && matches!(argument.binding, Binding::Plain) && !reported(&argument.ty) {
        let text = format!("`{}` is a segment of the path: take it by value", argument.name);
        errors.at(&argument.ty, text);
    }
}

/// Whether the check of the function has already refused a reference to this type.
fn reported(ty: &Type) -> bool {
    is_named(ty, "str") || matches!(ty, Type::Slice(_))
}

/// A segment nobody takes is a slip, unless a dependency or the whole request may take it.
fn check_segment(name: &str, args: &RouteArgs, template: &Template, function: &Function, errors: &mut Errors) {
    let arguments = &function.arguments;
    if arguments
        .iter()
        .any(|argument| is_path(argument, template) && argument.wire() == name)
    {
        return;
    }
    let namesake = arguments.iter().find(|argument| argument.name == name);
    if let Some((argument, args)) = namesake.and_then(|argument| Some((argument, argument.param()?))) {
        let text = format!(
            "`{name}` is a segment of the path and marked `#[{}]`; remove the attribute, or rename one of them",
            args.place.name(),
        );
        errors.at(&argument.ident, text);
        return;
    }
    let depends = arguments
        .iter()
        .any(|argument| matches!(argument.binding, Binding::Depends(_)));
    let whole = arguments.iter().any(|argument| is_named(&argument.ty, "Request"));
    // An argument that could not be read has told its own mistake; it may well be the one.
    let unread = function.signature.inputs.len() > arguments.len();
    if depends || whole || unread || !args.dependencies.is_empty() {
        return;
    }
    let candidates: Vec<&str> = arguments.iter().map(|argument| argument.name.as_str()).collect();
    let hint = match nearest(name, &candidates) {
        Some(near) => format!("did you mean the argument `{near}`?"),
        None => format!("add `{name}: ..` to the arguments of `{}`", function.name()),
    };
    errors.at(
        &template.literal,
        format!("`{{{name}}}` in the path has no argument of its name; {hint}"),
    );
}
