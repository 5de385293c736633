//! `#[dependency]`: the `Dependency` of a function, a struct or a static, the `Configured` of an `impl` block.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{format_ident, quote, quote_spanned};
use syn::parse::{ParseStream, Parser};
use syn::{Item, ItemStatic};

use super::companion;
use super::resolve::Resolve;
use crate::check;
use crate::errors::Errors;
use crate::parse::dependency::DependencyArgs;
use crate::parse::function::Function;
use crate::parse::method::Method;
use crate::parse::structure::Structure;

/// Expands `#[dependency(attr)] item`.
pub(crate) fn expand(attr: TokenStream, item: TokenStream) -> TokenStream {
    let mut errors = Errors::new();
    let parser = |input: ParseStream<'_>| Ok(DependencyArgs::parse(input, &mut errors));
    let parsed = parser.parse2(attr);
    let Some(args) = errors.take(parsed) else {
        return companion::give_back(item, errors);
    };
    match syn::parse2(item.clone()) {
        Ok(Item::Struct(found)) => {
            let constructor = format_ident!("__construct");
            let structure = Structure::parse(found, &constructor, &mut errors);
            expand_structure(&args, &structure, errors)
        }
        Ok(Item::Static(found)) => expand_instance(&args, &found, errors),
        Ok(Item::Impl(found)) => match Method::parse(found, &mut errors) {
            Some(method) => expand_method(&args, &method, errors),
            None => companion::give_back(item, errors),
        },
        _ => match Function::parse("dependency", item.clone(), &mut errors) {
            Some(function) => expand_function(&args, &function, errors),
            None => companion::give_back(item, errors),
        },
    }
}

fn expand_function(args: &DependencyArgs, function: &Function, mut errors: Errors) -> TokenStream {
    check::dependency::check(args, function, &mut errors);
    let ident = &function.signature.ident;
    let name = function.name();
    let doc = format!("The dependency `{name}`, for `#[depends({name})]`.");
    let resolve = Resolve::new(args, function, &quote!(#ident), errors.is_empty());
    let implementation = dependency(args, ident, &name, &resolve);
    companion::expand(function, &doc, &implementation, errors)
}

/// A struct is its own companion: its fields are the arguments.
fn expand_structure(args: &DependencyArgs, structure: &Structure, mut errors: Errors) -> TokenStream {
    let Structure { item, function } = structure;
    check::dependency::check(args, function, &mut errors);
    let constructor = &function.signature.ident;
    let resolve = Resolve::new(args, function, &quote!(#constructor), errors.is_empty());
    let implementation = dependency(args, &item.ident, &item.ident.to_string(), &resolve);
    let Function { signature, body, .. } = function;
    let make = errors.is_empty().then(|| quote!(#signature #body));
    companion::beside(&quote!(#item), &item.attrs, &quote!(#make #implementation), errors)
}

fn dependency(args: &DependencyArgs, ident: &Ident, name: &str, resolve: &Resolve) -> TokenStream {
    let cache = args.cache;
    let (items, members) = (&resolve.items, resolve.members(None));
    quote_spanned! {Span::mixed_site()=>
        #items
        #[automatically_derived]
        impl __fa::Dependency for #ident {
            const NAME: &'static str = #name;
            const CACHE: bool = #cache;
            #members
        }
    }
}

fn expand_method(args: &DependencyArgs, method: &Method, mut errors: Errors) -> TokenStream {
    let Method { item, function } = method;
    check::dependency::check_method(args, function, item, &mut errors);
    let (ty, ident) = (method.ty(), &function.signature.ident);
    let this = super::arguments::local("this");
    let resolve = Resolve::new(args, function, &quote!(#this.#ident), errors.is_empty());
    let (items, members) = (&resolve.items, resolve.members(Some(&this)));
    let implementation = quote_spanned! {Span::mixed_site()=>
        #items
        #[automatically_derived]
        impl __fa::Configured for #ty {
            #members
        }
    };
    companion::beside(&quote!(#item), &item.attrs, &implementation, errors)
}

/// An instance with a companion of its name, which does what the type's method does.
fn expand_instance(args: &DependencyArgs, item: &ItemStatic, mut errors: Errors) -> TokenStream {
    check::dependency::check_instance(args, item, &mut errors);
    let ItemStatic { vis, ident, ty, .. } = item;
    let name = ident.to_string();
    let (cache, doc) = (
        args.cache,
        format!("The dependency `{name}`, for `#[depends({name})]`."),
    );
    let conditions = item.attrs.iter().filter(|attribute| attribute.path().is_ident("cfg"));
    let implementation = quote_spanned! {Span::mixed_site()=>
        #[automatically_derived]
        impl __fa::Instance for #ident {
            type Value = #ty;
            const NAME: &'static str = #name;
            const CACHE: bool = #cache;

            fn value() -> &'static Self::Value {
                &#ident
            }
        }
    };
    let beside = quote! {
        #item

        #(#conditions)*
        #[doc = #doc]
        #[allow(non_camel_case_types, missing_docs, missing_debug_implementations, unreachable_pub)]
        #vis struct #ident {}
    };
    companion::beside(&beside, &item.attrs, &implementation, errors)
}
