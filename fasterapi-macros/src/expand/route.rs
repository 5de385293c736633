//! `#[get(..)]` and its kin: the `Handler` of a function.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{quote, quote_spanned};
use syn::Type;
use syn::parse::{ParseStream, Parser};
use syn::spanned::Spanned;

use super::arguments::{Arguments, Locals, local};
use super::failure::failure;
use super::{attributes, companion, link};
use crate::check;
use crate::errors::Errors;
use crate::parse::function::{Function, result_sides};
use crate::parse::response_model::{Picked, ResponseModelArgs};
use crate::parse::route::RouteArgs;

/// Expands `#[attribute(attr)] item`; `method` is the one the attribute stands for, `None` for `#[route]`.
pub(crate) fn expand(
    attribute: &str,
    method: Option<&'static str>,
    attr: TokenStream,
    item: TokenStream,
) -> TokenStream {
    let mut errors = Errors::new();
    let parser = |input: ParseStream<'_>| Ok(RouteArgs::parse(attribute, method, input, &mut errors));
    let parsed = parser.parse2(attr);
    let args = errors.take(parsed).unwrap_or_default();
    let Some(function) = Function::parse(attribute, item.clone(), &mut errors) else {
        return companion::give_back(item, errors);
    };
    check::route::check(&args, &function, &mut errors);
    let path = args
        .template
        .as_ref()
        .map(|template| template.literal.value())
        .unwrap_or_default();
    let methods = if args.websocket {
        "WEBSOCKET".to_owned()
    } else {
        args.methods.join("/")
    };
    let doc = format!("The route `{methods} {path}`, for `routes![{}]`.", function.name());
    let mut implementation = if errors.is_empty() {
        handler(&args, &function)
    } else {
        stub(&function)
    };
    implementation.extend(link::linked(&args, &function));
    companion::expand(&function, &doc, &implementation, errors)
}

fn handler(args: &RouteArgs, function: &Function) -> TokenStream {
    let template = args.template.as_ref();
    let arguments = Arguments::new(function, |argument| {
        template.is_some_and(|template| check::route::is_path(argument, template))
    });
    let ident = &function.signature.ident;
    let output = output(function, args.response_model.model.as_ref());
    let (markers, slots) = (arguments.markers(), arguments.slots());
    let attributes = attributes::expand(args, function);
    let description = local("description");
    let describe = arguments.describe(&description);
    let waits = args.waits || !function.is_async() || function.may_wait();
    let dependencies_never_wait = arguments.never_waits();
    let never_waits = if waits { quote!(false) } else { dependencies_never_wait };
    let scope = local("scope");
    let describe_output = named(function, "describe_output", "describe_result");
    let prune = prune(&args.response_model);
    let body = body(&arguments, function, args.response_model.model.as_ref());
    // The future of a handler that never waits is made where it is polled: it is large, and a move would copy it.
    quote_spanned! {Span::mixed_site()=>
        #markers
        #output
        #[automatically_derived]
        impl __fa::Handler for #ident {
            const SLOTS: usize = #slots;

            fn attributes() -> __fa::RouteAttributes {
                #attributes
            }

            fn describe(#description: &mut __fa::Description) {
                #describe
                __fa::#describe_output::<__Output>(#description);
            }

            fn call(mut #scope: __fa::Scope) -> __fa::Answer {
                #prune
                const __NEVER_WAITS: bool = #never_waits;
                let answer = |mut #scope: __fa::Scope| async move { #body };
                if __NEVER_WAITS && !#scope.guards_wait() {
                    __fa::Answer::now(::core::pin::pin!(answer(#scope)))
                } else {
                    __fa::Answer::later(answer(#scope))
                }
            }
        }
    }
}

/// The marker of what the handler returns; of a `Result` both sides are looked at on their own.
fn output(function: &Function, model: Option<&Type>) -> TokenStream {
    let output = function.output();
    let implementation = match result_sides(&output) {
        Some((ok, err)) => {
            let (ok, failure) = (model.unwrap_or(ok), failure(&output, err));
            quote!(impl __fa::ReturnsResult for __Output { type Ok = #ok; #failure })
        }
        None => {
            let output = model.unwrap_or(&output);
            quote!(impl __fa::Returns for __Output { type Value = #output; })
        }
    };
    quote! {
        enum __Output {}
        #implementation
    }
}

/// The name of what the run time does with the answer of a function that cannot fail, or of one that may.
fn named(function: &Function, sure: &str, may_fail: &str) -> Ident {
    let fails = result_sides(&function.output()).is_some();
    Ident::new(if fails { may_fail } else { sure }, Span::call_site())
}

/// The body of the future that answers: bodies, guards, dependencies, parameters, the request, the call.
fn body(arguments: &Arguments<'_>, function: &Function, model: Option<&Type>) -> TokenStream {
    let [scope, errors, own, body] = ["scope", "errors", "own", "body"].map(local);
    let locals = Locals {
        scope: quote!(&mut #scope),
        slot: TokenStream::new(),
        errors: quote!(&mut #errors),
        own: own.clone(),
        body: body.clone(),
        abort: quote!(return abort.into_response()),
    };
    let take_bodies = arguments.take_bodies(&locals);
    let take_dependencies = arguments.take_dependencies(&locals);
    let take_params = arguments.take_params(&locals);
    let take_requests = arguments.take_requests(&locals);
    let unwrap = arguments.unwrap(&quote!(return #scope.unprocessable(#errors, #own, #body)));
    let then = if function.is_async() {
        quote!(.await)
    } else {
        TokenStream::new()
    };
    let callee = &function.signature.ident;
    let call = arguments.call(&quote!(#callee), &scope, &then);
    let respond = named(function, "respond", "respond_result");
    let returned = local("returned");
    let output = match (model, result_sides(&function.output())) {
        (None, _) => quote!(#returned),
        (Some(model), None) => into_model(model, &quote!(#returned)),
        (Some(model), Some(_)) => {
            let converted = into_model(model, &quote!(value));
            quote!(#returned.map(|value| #converted))
        }
    };
    let answer = if function.is_async() {
        quote! {
            let #returned = #call;
            __fa::#respond::<__Output>(#scope, #output)
        }
    } else {
        quote! {
            match __fa::run_blocking(move || #call).await {
                ::core::result::Result::Ok(#returned) => __fa::#respond::<__Output>(#scope, #output),
                ::core::result::Result::Err(error) => #scope.fail(error),
            }
        }
    };
    quote_spanned! {Span::mixed_site()=>
        let mut #errors = __fa::Errors::new();
        let mut #own = __fa::Errors::new();
        let mut #body = __fa::Errors::new();
        #take_bodies
        if #scope.has_guards() {
            if let ::core::result::Result::Err(abort) = __fa::run_guards(&mut #scope, &mut #errors).await {
                return abort.into_response();
            }
        }
        #take_dependencies
        #take_params
        if !(#errors.is_empty() && #own.is_empty() && #body.is_empty()) {
            return #scope.unprocessable(#errors, #own, #body);
        }
        #take_requests
        #unwrap
        #answer
    }
}

/// The conversion of what the function returned into the type that `response_model` names; a mistake is told there.
fn into_model(model: &Type, value: &TokenStream) -> TokenStream {
    quote_spanned!(model.span()=> ::core::convert::Into::<#model>::into(#value))
}

/// The statement that tells the scope what the answer leaves out.
fn prune(model: &ResponseModelArgs) -> Option<TokenStream> {
    if !model.prunes() {
        return None;
    }
    let scope = local("scope");
    let (none, defaults, exclude) = (model.exclude_none, model.exclude_defaults, &model.exclude);
    let own_names = model.own_names;
    let exclude = picked(exclude);
    let include = match &model.include {
        Some(include) => {
            let include = picked(include);
            quote!(::core::option::Option::Some(#include))
        }
        None => quote!(::core::option::Option::None),
    };
    Some(quote_spanned! {Span::mixed_site()=>
        static __PRUNE: __fa::Prune = __fa::Prune {
            none: #none,
            defaults: #defaults,
            include: #include,
            exclude: #exclude,
            own_names: #own_names,
            given: ::core::option::Option::None,
        };
        #scope.leave_out(&__PRUNE);
    })
}

/// A list of `Picked`.
fn picked(fields: &[Picked]) -> TokenStream {
    let fields = fields.iter().map(|Picked { name, inside }| {
        let inside = picked(inside);
        quote!(__fa::Picked { name: #name, inside: #inside })
    });
    quote!(&[#(#fields),*])
}

/// Stands in for a handler with mistakes, so that `routes![..]` has none of its own.
fn stub(function: &Function) -> TokenStream {
    let ident = &function.signature.ident;
    quote! {
        #[automatically_derived]
        impl __fa::Handler for #ident {
            const SLOTS: usize = 0;

            fn attributes() -> __fa::RouteAttributes {
                ::core::unreachable!()
            }

            fn describe(_: &mut __fa::Description) {}

            fn call(_: __fa::Scope) -> __fa::Answer {
                ::core::unreachable!()
            }
        }
    }
}
