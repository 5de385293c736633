//! What holds for handlers of WebSockets alone.

use syn::Type;

use crate::errors::Errors;
use crate::parse::argument::{Argument, Binding, Passing};
use crate::parse::function::{Function, is_named, result_sides};
use crate::parse::param::Place;
use crate::parse::route::RouteArgs;

/// Checks that a handler of WebSockets takes one, and nobody else does.
pub(crate) fn check(args: &RouteArgs, function: &Function, errors: &mut Errors) {
    let socket = function.arguments.iter().find(|argument| is_socket(argument));
    if !args.websocket {
        if let Some(argument) = socket {
            let text = "only handlers marked with `#[websocket(\"/path\")]` take a `WebSocket`";
            errors.at(&argument.ty, text);
        }
        return;
    }
    let name = function.name();
    if !function.is_async() {
        let text = format!("a handler of WebSockets waits for messages: write `async fn {name}`");
        errors.at(&function.signature.ident, text);
    }
    // An argument that could not be read has told its own mistake; it may well be the one.
    if socket.is_none() && function.signature.inputs.len() == function.arguments.len() {
        let text = format!("`{name}` takes no WebSocket: add `mut ws: WebSocket` to its arguments");
        errors.at(&function.signature.ident, text);
    }
    for argument in &function.arguments {
        check_argument(argument, errors);
    }
    let output = function.output();
    let returned = result_sides(&output).map_or(&output, |(ok, _)| ok);
    if !is_nothing(returned) {
        let text = "a handler of WebSockets sends what it has to say: return nothing, or `Result<(), E>`";
        errors.at(returned, text);
    }
}

fn is_socket(argument: &Argument) -> bool {
    matches!(argument.binding, Binding::Plain) && is_named(&argument.ty, "WebSocket")
}

fn check_argument(argument: &Argument, errors: &mut Errors) {
    let name = &argument.name;
    if is_socket(argument) && argument.passing != Passing::Owned {
        errors.at(
            &argument.ty,
            format!("the handler owns its WebSocket: write `mut {name}: WebSocket`"),
        );
    }
    let whole = matches!(argument.binding, Binding::Plain) && is_named(&argument.ty, "Request");
    if whole {
        errors.at(
            &argument.ty,
            "the WebSocket has the request with it: call `request()` of it",
        );
    }
    if let Some(place) = argument.param().map(|args| args.place)
        && matches!(place, Place::Body | Place::Form | Place::File)
    {
        let text = format!(
            "`#[{}]`: the request for a WebSocket has no body; receive `{name}` with `receive_json()`",
            place.name()
        );
        errors.at(&argument.ident, text);
    }
}

fn is_nothing(ty: &Type) -> bool {
    match ty {
        Type::Tuple(tuple) => tuple.elems.is_empty(),
        Type::Never(_) => true,
        Type::Group(group) => is_nothing(&group.elem),
        Type::Paren(paren) => is_nothing(&paren.elem),
        _ => false,
    }
}
