//! `#[dependency]`: the `Dependency` of a function.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{quote, quote_spanned};
use syn::parse::{ParseStream, Parser};

use super::arguments::{Arguments, Locals, local};
use super::companion;
use super::failure::failure;
use crate::check;
use crate::errors::Errors;
use crate::parse::dependency::DependencyArgs;
use crate::parse::function::{Function, result_sides};

/// Expands `#[dependency(attr)] item`.
pub(crate) fn expand(attr: TokenStream, item: TokenStream) -> TokenStream {
    let mut errors = Errors::new();
    let parser = |input: ParseStream<'_>| Ok(DependencyArgs::parse(input, &mut errors));
    let parsed = parser.parse2(attr);
    let args = errors.take(parsed);
    let Some(function) = Function::parse("dependency", item.clone(), &mut errors) else {
        return companion::give_back(item, errors);
    };
    let Some(args) = args else {
        return companion::give_back(item, errors);
    };
    check::dependency::check(&args, &function, &mut errors);
    let name = function.name();
    let doc = format!("The dependency `{name}`, for `#[depends({name})]`.");
    let implementation = dependency(&args, &function, errors.is_empty());
    companion::expand(&function, &doc, &implementation, errors)
}

/// The implementation; `whole` is false when mistakes were found, and nothing is taken or called.
fn dependency(args: &DependencyArgs, function: &Function, whole: bool) -> TokenStream {
    let arguments = Arguments::new(function, |_| false);
    let ident = &function.signature.ident;
    let name = function.name();
    let cache = args.cache;
    let returns = function.output();
    let sides = result_sides(&returns);
    let fails = sides.is_some();
    let (returned, output) = match sides {
        Some((ok, err)) => {
            let failure = failure(&returns, err);
            let returned = quote! {
                enum __Output {}
                impl __fa::Fallible for __Output {
                    type Value = #ok;
                    #failure
                }
            };
            (returned, quote!(#ok))
        }
        None => (TokenStream::new(), quote!(#returns)),
    };
    let [scope, errors, slot, description] = ["scope", "errors", "slot", "description"].map(local);
    let describe_failure = fails.then(|| quote!(__fa::describe_failure::<__Output>(#description);));
    let waits = args.waits || args.blocking || (function.is_async() && function.may_wait());
    let (markers, slots, describe, body, never_waits, uses_scopes) = if whole {
        let never_waits = if waits { quote!(false) } else { arguments.never_waits() };
        let body = body(&arguments, function, args.blocking, fails, &scope, &errors, &slot);
        (
            arguments.markers(),
            arguments.slots(),
            arguments.describe(&description),
            body,
            never_waits,
            arguments.uses_scopes(),
        )
    } else {
        let nothing = quote!(::core::result::Result::Ok(::core::option::Option::None));
        let (no_markers, describes_nothing) = (TokenStream::new(), TokenStream::new());
        (
            no_markers,
            quote!(0),
            describes_nothing,
            nothing,
            quote!(true),
            quote!(false),
        )
    };
    quote_spanned! {Span::mixed_site()=>
        #returned
        #markers
        #[automatically_derived]
        impl __fa::Dependency for #ident {
            type Output = #output;

            const NAME: &'static str = #name;

            const CACHE: bool = #cache;

            const CLONE: ::core::option::Option<fn(&Self::Output) -> Self::Output> = {
                use __fa::NotClone as _;
                __fa::Probe::<#output>::CLONE
            };

            const USES_SCOPES: bool = #uses_scopes;

            const NEVER_WAITS: bool = #never_waits;

            const SLOTS: usize = #slots;

            fn describe(#description: &mut __fa::Description) {
                #describe
                #describe_failure
            }

            fn resolve<'a>(
                #scope: &'a mut __fa::Scope,
                #errors: &'a mut __fa::Errors,
                #slot: usize,
            ) -> impl ::core::future::Future<
                Output = ::core::result::Result<::core::option::Option<Self::Output>, __fa::Abort>,
            > + ::core::marker::Send + 'a {
                async move { #body }
            }
        }
    }
}

/// The body of `resolve`: dependencies, parameters and bodies, the call.
fn body(
    arguments: &Arguments<'_>,
    function: &Function,
    blocking: bool,
    fails: bool,
    scope: &Ident,
    errors: &Ident,
    slot: &Ident,
) -> TokenStream {
    let own = local("own");
    let locals = Locals {
        scope: quote!(&mut *#scope),
        slot: quote!(#slot +),
        errors: quote!(&mut *#errors),
        own: own.clone(),
        body: own.clone(),
        abort: quote!(return ::core::result::Result::Err(abort)),
    };
    let before = local("before");
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
    let call = arguments.call(&function.signature.ident, scope, &then);
    let call = if blocking {
        quote!(__fa::run_blocking(move || #call).await?)
    } else {
        call
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
