//! [`Resolve`]: how a dependency takes its arguments and is called, whatever it is.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{quote, quote_spanned};

use super::arguments::{Arguments, Locals, local};
use super::failure::failure;
use crate::parse::dependency::DependencyArgs;
use crate::parse::function::{Function, result_sides};

/// The pieces of an implementation of `Dependency` or `Configured`.
pub(super) struct Resolve {
    /// Marker types, and its limit, for the block around the implementation.
    pub(super) items: TokenStream,
    /// The type it gives; of a `Result`, the `Ok` side.
    output: TokenStream,
    /// `CLONE`, `USES_SCOPES`, `NEVER_WAITS`, `SLOTS`.
    constants: TokenStream,
    /// `fn describe`.
    describe: TokenStream,
    /// The parameters of `resolve`.
    parameters: TokenStream,
    /// The body of the future it gives.
    body: TokenStream,
}

impl Resolve {
    /// `callee` is called; `whole` is false when mistakes were found, and nothing is taken or called.
    pub(super) fn new(args: &DependencyArgs, function: &Function, callee: &TokenStream, whole: bool) -> Self {
        let arguments = Arguments::new(function, |_| false);
        let (returned, output, fails) = output(function);
        let [scope, errors, slot, description] = ["scope", "errors", "slot", "description"].map(local);
        let limit = args.max_concurrency.as_ref().filter(|_| whole);
        let at_end = arguments.at_end();
        let describe_limit = limit.map(|_| quote!(if #at_end { #description.limit(&__LIMIT); }));
        let limit = limit.map(|most| quote!(static __LIMIT: __fa::Limit = __fa::Limit::new(#most);));
        let describe_failure = fails.then(|| quote!(__fa::describe_failure::<__Output>(#description);));
        let waits = args.waits
            || args.blocking
            || args.max_concurrency.is_some()
            || (function.is_async() && function.may_wait());
        let never_waits = if waits { quote!(false) } else { arguments.never_waits() };
        let (markers, describe, body, slots, never_waits, uses_scopes) = if whole {
            (
                arguments.markers(),
                arguments.describe(&description),
                body(args, function, &arguments, callee, fails),
                arguments.slots(),
                never_waits,
                arguments.uses_scopes(),
            )
        } else {
            let nothing = quote!(::core::result::Result::Ok(::core::option::Option::None));
            let none = TokenStream::new();
            (none.clone(), none, nothing, quote!(0), quote!(true), quote!(false))
        };
        let constants = quote_spanned! {Span::mixed_site()=>
            const CLONE: ::core::option::Option<fn(&Self::Output) -> Self::Output> = {
                use __fa::NotClone as _;
                __fa::Probe::<#output>::CLONE
            };
            const USES_SCOPES: bool = #uses_scopes;
            const NEVER_WAITS: bool = #never_waits;
            const SLOTS: usize = #slots;
        };
        let describe = quote_spanned! {Span::mixed_site()=>
            fn describe(#description: &mut __fa::Description) {
                #describe
                #describe_limit
                #describe_failure
            }
        };
        let parameters = quote_spanned! {Span::mixed_site()=>
            #scope: &'a mut __fa::Scope,
            #errors: &'a mut __fa::Errors,
            #slot: usize,
        };
        Self {
            items: quote!(#returned #limit #markers),
            output,
            constants,
            describe,
            parameters,
            body,
        }
    }
}

impl Resolve {
    /// What an implementation of `Dependency` has besides its name; or one of `Configured`, whose value the body calls
    /// `this`.
    pub(super) fn members(&self, this: Option<&Ident>) -> TokenStream {
        let Self {
            output,
            constants,
            describe,
            parameters,
            body,
            ..
        } = self;
        let receiver = this.map(|_| quote_spanned!(Span::mixed_site()=> &'static self,));
        let named = this.map(|this| quote_spanned!(Span::mixed_site()=> let #this = self;));
        quote_spanned! {Span::mixed_site()=>
            type Output = #output;
            #constants
            #describe
            fn resolve<'a>(
                #receiver
                #parameters
            ) -> impl ::core::future::Future<
                Output = ::core::result::Result<::core::option::Option<Self::Output>, __fa::Abort>,
            > + ::core::marker::Send + 'a {
                #named
                async move { #body }
            }
        }
    }
}

/// The marker of what it returns, the type it gives, and whether it may fail.
fn output(function: &Function) -> (TokenStream, TokenStream, bool) {
    let returns = function.output();
    match result_sides(&returns) {
        Some((ok, err)) => {
            let failure = failure(&returns, err);
            let returned = quote! {
                enum __Output {}
                impl __fa::Fallible for __Output {
                    type Value = #ok;
                    #failure
                }
            };
            (returned, quote!(#ok), true)
        }
        None => (TokenStream::new(), quote!(#returns), false),
    }
}

/// The body of `resolve`: bodies, dependencies, parameters, the call.
fn body(
    args: &DependencyArgs,
    function: &Function,
    arguments: &Arguments<'_>,
    callee: &TokenStream,
    fails: bool,
) -> TokenStream {
    let [scope, errors, slot, own, before] = ["scope", "errors", "slot", "own", "before"].map(local);
    let locals = Locals {
        scope: quote!(&mut *#scope),
        slot: quote!(#slot +),
        errors: quote!(&mut *#errors),
        own: own.clone(),
        body: own.clone(),
        abort: quote!(return ::core::result::Result::Err(abort)),
    };
    let take_dependencies = arguments.take_dependencies(&locals);
    let take_params = arguments.take_params(&locals);
    let take_bodies = arguments.take_bodies(&locals);
    let nothing = quote!(return ::core::result::Result::Ok(::core::option::Option::None));
    let unwrap = arguments.unwrap(&nothing);
    let then = if function.is_async() {
        quote!(.await)
    } else {
        TokenStream::new()
    };
    let call = arguments.call(callee, &scope, &then);
    let call = if args.blocking {
        quote!(__fa::run_blocking(move || #call).await?)
    } else {
        call
    };
    let call = match &args.max_concurrency {
        Some(_) => {
            let (permit, returned, at_end) = (local("permit"), local("returned"), arguments.at_end());
            quote! {{
                let #permit = __LIMIT.enter(&mut *#scope, #slot, #at_end).await;
                let #returned = #call;
                ::core::mem::drop(#permit);
                #returned
            }}
        }
        None => call,
    };
    let answer = if fails {
        quote!(__fa::finish::<__Output>(#call))
    } else {
        quote!(::core::result::Result::Ok(::core::option::Option::Some(#call)))
    };
    quote_spanned! {Span::mixed_site()=>
        let #before = #errors.len();
        let mut #own = __fa::Errors::new();
        #take_bodies
        #take_dependencies
        #take_params
        __fa::Scope::own_errors(&mut *#errors, #own);
        if #errors.len() > #before {
            #nothing;
        }
        #unwrap
        #answer
    }
}
