//! `url!(..)`, and what a route's companion has for it.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{quote, quote_spanned};
use syn::spanned::Spanned;
use syn::{FieldValue, Member, Type, parse_quote};

use super::reference::Reference;
use crate::check::route::is_path;
use crate::parse::function::Function;
use crate::parse::link::LinkArgs;
use crate::parse::route::RouteArgs;

/// The struct with a field for each parameter of a route's path.
pub(super) fn linked(args: &RouteArgs, function: &Function) -> Option<TokenStream> {
    let template = args.template.as_ref()?;
    let Function { visibility, .. } = function;
    let ident = &function.signature.ident;
    let names = &template.names;
    let fields: Vec<Ident> = names.iter().map(|name| field(name)).collect();
    // a segment that only a dependency takes is text here
    let types = names.iter().map(|name| {
        let mut arguments = function.arguments.iter();
        let own = arguments.find(|argument| is_path(argument, template) && argument.wire() == *name);
        own.map_or_else(|| parse_quote!(::std::string::String), |argument| argument.ty.clone())
    });
    let types: Vec<Type> = types.collect();
    Some(quote! {
        #[allow(private_interfaces, dead_code, missing_debug_implementations)]
        #visibility struct __PathParams {
            #(pub #fields: __fa::Segment<#types>),*
        }

        #[automatically_derived]
        impl __fa::Linked for #ident {
            type Params = __PathParams;
        }

        #[automatically_derived]
        impl __fa::LinkedRoute for #ident {}

        #[automatically_derived]
        impl __fa::LinkParams for __PathParams {
            type Route = #ident;

            fn into_pairs(self) -> ::std::vec::Vec<(&'static str, ::std::string::String)> {
                ::std::vec![#((#names, __fa::Segment::into_text(self.#fields))),*]
            }
        }
    })
}

/// The field of a parameter; some keywords are no names even with `r#`.
fn field(name: &str) -> Ident {
    syn::parse_str(name).unwrap_or_else(|_| match name {
        "self" | "Self" | "super" | "crate" | "_" => Ident::new(&format!("{name}_"), Span::call_site()),
        name => Ident::new_raw(name, Span::call_site()),
    })
}

/// Expands `url!(read_item { item_id: 5 })`.
pub(crate) fn expand(input: TokenStream) -> TokenStream {
    let LinkArgs { route, params } = match syn::parse2(input) {
        Ok(args) => args,
        Err(error) => return error.to_compile_error(),
    };
    let Reference { items, name, stand_in } = Reference::new(&route, "__Linked");
    let stand_in = stand_in_of(&stand_in, &params);
    let fields = params.iter().map(|FieldValue { member, expr, .. }| {
        quote_spanned!(expr.span()=> #member: ::fasterapi::__private::Segment::new(#expr))
    });
    // a parameter that is missing is told where the route is named
    let params = Ident::new("__Params", route.span());
    quote!({
        #items
        #stand_in
        type #params = <#name as ::fasterapi::__private::Linked>::Params;
        ::fasterapi::__private::Link::of::<#params>(#params { #(#fields),* })
    })
}

/// Lets what stands in for a missing companion take just the parameters that are given: what is wrong is told once, of
/// the function.
fn stand_in_of(stand_in: &TokenStream, params: &[FieldValue]) -> TokenStream {
    let mut fields: Vec<&Ident> = Vec::new();
    for FieldValue { member, .. } in params {
        match member {
            Member::Named(name) if !fields.contains(&name) => fields.push(name),
            Member::Named(_) | Member::Unnamed(_) => {}
        }
    }
    quote! {
        #[allow(missing_docs, missing_debug_implementations, unreachable_pub, dead_code)]
        pub struct __StandInParams {
            #(pub #fields: ::fasterapi::__private::Segment<::fasterapi::__private::Unknown>),*
        }
        impl ::fasterapi::__private::Linked for #stand_in {
            type Params = __StandInParams;
        }
        impl ::fasterapi::__private::LinkParams for __StandInParams {
            type Route = #stand_in;

            fn into_pairs(self) -> ::std::vec::Vec<(&'static str, ::std::string::String)> {
                ::std::vec::Vec::new()
            }
        }
    }
}
