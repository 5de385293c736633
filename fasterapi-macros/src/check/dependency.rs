//! What holds for dependencies alone.

use quote::ToTokens;
use syn::{ItemImpl, ItemStatic, StaticMutability};

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

/// Checks a method that is the dependency of each instance.
pub(crate) fn check_method(args: &DependencyArgs, function: &Function, item: &ItemImpl, errors: &mut Errors) {
    check(args, function, errors);
    if !args.cache {
        let text = "whether a request runs it once is told at each instance: `#[dependency(cache = false)] static ..`";
        errors.at(&item.self_ty, text);
    }
}

/// Checks an instance.
pub(crate) fn check_instance(args: &DependencyArgs, item: &ItemStatic, errors: &mut Errors) {
    if let StaticMutability::Mut(token) = &item.mutability {
        errors.at(
            token,
            "all requests share it: make it `static`, with a lock inside if it changes",
        );
    }
    if args.blocking || args.waits || args.max_concurrency.is_some() {
        let text = "an instance takes `cache` alone; the rest belongs on `#[dependency] impl`";
        errors.at(item.ident.to_token_stream(), text);
    }
}
