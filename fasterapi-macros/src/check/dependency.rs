//! What holds for dependencies alone.

use super::function;
use crate::errors::Errors;
use crate::parse::argument::{Binding, Passing};
use crate::parse::dependency::DependencyArgs;
use crate::parse::function::{Function, is_named};

/// Checks a dependency as a whole.
pub(crate) fn check(args: &DependencyArgs, function: &Function, errors: &mut Errors) {
    function::check(function, "dependency", errors);
    if args.blocking && function.is_async() {
        let text = "`blocking` is for a plain `fn`; remove it, or remove `async`";
        errors.at(function.signature.asyncness, text);
    }
    if args.blocking && !function.is_async() {
        function::check_no_references(function, "remove `blocking`", errors);
    }
    for argument in &function.arguments {
        let owned = argument.passing == Passing::Owned && matches!(argument.binding, Binding::Plain);
        if owned && is_named(&argument.ty, "Request") {
            let text = "the handler comes after this dependency and may want the request: take `&Request`";
            errors.at(&argument.ty, text);
        }
        if owned && is_named(&argument.ty, "WebSocket") {
            let text =
                "the handler comes after this dependency and wants the WebSocket: take `&Request`, which asked for it";
            errors.at(&argument.ty, text);
        }
    }
}
