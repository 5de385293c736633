//! `Handler::attributes()`: the builder calls for what a route's attribute says.

use proc_macro2::TokenStream;
use quote::{ToTokens, format_ident, quote};
use syn::{Expr, ExprLit, Lit};

use super::param::text;
use super::reference::Reference;
use crate::parse::args::Json;
use crate::parse::function::Function;
use crate::parse::responses::{ResponseArgs, Status};
use crate::parse::route::RouteArgs;

/// The body of a function that returns `RouteAttributes`.
pub(super) fn expand(args: &RouteArgs, function: &Function) -> TokenStream {
    let methods = args.methods.iter().map(|method| method_value(method));
    let path = args
        .template
        .as_ref()
        .map(|template| template.literal.to_token_stream());
    let path = path.unwrap_or_else(|| quote!(""));
    let name = function.name();
    let mut items = TokenStream::new();
    let mut calls: Vec<TokenStream> = Vec::new();
    calls.extend(text(&function.doc).map(|text| quote!(doc(#text))));
    calls.extend(args.status_code.as_ref().map(|code| {
        let code = status(code);
        quote!(status_code(#code))
    }));
    if !args.tags.is_empty() {
        let tags = &args.tags;
        calls.push(quote!(tags([#(::std::string::ToString::to_string(&#tags)),*])));
    }
    let deprecated: Option<Expr> = match &args.deprecated {
        None if function.is_deprecated() => Some(syn::parse_quote!(true)),
        said => said.clone(),
    };
    let plain: [(&str, &Option<Expr>); 9] = [
        ("summary", &args.summary),
        ("description", &args.description),
        ("response_description", &args.response_description),
        ("deprecated", &deprecated),
        ("include_in_schema", &args.include_in_schema),
        ("operation_id", &args.operation_id),
        ("name", &args.name),
        ("strict_content_type", &args.strict_content_type),
        ("max_body_size", &args.max_body_size),
    ];
    for (method, value) in plain {
        if let Some(value) = value {
            let method = format_ident!("{method}");
            calls.push(quote!(#method(#value)));
        }
    }
    if let Some(Json(extra)) = &args.openapi_extra {
        calls.push(quote!(openapi_extra(__fa::serde_json::json!(#extra))));
    }
    if let Some(callbacks) = &args.callbacks {
        calls.push(quote!(callbacks(#callbacks)));
    }
    if args.websocket {
        calls.push(quote!(websocket()));
    }
    if args.response_model.none {
        calls.push(quote!(response_model_none()));
    }
    if args.response_model.model.is_some() {
        calls.push(quote!(response_model_named()));
    }
    if !args.dependencies.is_empty() {
        let references = args.dependencies.iter().enumerate();
        let references = references.map(|(index, path)| Reference::new(path, &format!("__Guard{index}")));
        let (declared, names): (Vec<_>, Vec<_>) = references.map(|Reference { items, name, .. }| (items, name)).unzip();
        items.extend(declared);
        calls.push(quote!(dependencies([#(__fa::Guard::of::<#names>()),*])));
    }
    // the last added is the outermost, the first listed too
    calls.extend(args.middleware.iter().rev().map(|one| quote!(middleware(#one))));
    calls.extend(args.responses.iter().map(response));
    quote! {
        #items
        __fa::RouteAttributes::new(
            &[#(#methods),*],
            #path,
            #name,
            (::core::module_path!(), ::core::file!(), ::core::line!()),
        )
        #(.#calls)*
    }
}

/// The constant of a method, or a call for one that has none.
fn method_value(method: &str) -> TokenStream {
    if method == "QUERY" {
        return quote!(__fa::query_method());
    }
    let method = format_ident!("{method}");
    quote!(__fa::http::Method::#method)
}

/// A literal gets its type; anything else has one.
pub(super) fn status(code: &Expr) -> TokenStream {
    match code {
        Expr::Lit(ExprLit {
            lit: Lit::Int(code), ..
        }) => {
            let code = syn::LitInt::new(&format!("{}u16", code.base10_digits()), code.span());
            code.to_token_stream()
        }
        other => other.to_token_stream(),
    }
}

fn response(response: &ResponseArgs) -> TokenStream {
    let status = match &response.status {
        Status::Text(text) => quote!(#text),
        Status::Expr(expr) => quote!((#expr).as_u16()),
    };
    let description = response.description.iter();
    let model = response.model.iter();
    let extra = response.extra.iter().map(|Json(tokens)| tokens.clone());
    let members = (!response.members.is_empty()).then(|| {
        let members = response
            .members
            .iter()
            .map(|(name, Json(tokens))| quote!(#name: #tokens));
        quote!({ #(#members),* })
    });
    let extra = extra.chain(members);
    quote! {
        response(
            #status,
            __fa::AdditionalResponse::new()
                #(.description(#description))*
                #(.model::<#model>())*
                #(.extra(__fa::serde_json::json!(#extra)))*,
        )
    }
}
