//! A struct under `#[dependency]`: its fields are the arguments of the function that makes it.

use proc_macro2::TokenStream;
use quote::quote;
use syn::punctuated::Punctuated;
use syn::{Attribute, Fields, FnArg, Ident, ItemStruct, Pat, PatIdent, PatType, Token};

use super::argument::{self, Argument};
use super::doc::Doc;
use super::function::Function;
use crate::errors::Errors;

/// A struct as it is emitted again, and the function that makes it of its fields.
pub(crate) struct Structure {
    /// The struct, its fields without our attributes.
    pub(crate) item: ItemStruct,
    /// A function from the fields to the struct, called `constructor`.
    pub(crate) function: Function,
}

impl Structure {
    /// Reads a struct.
    pub(crate) fn parse(mut item: ItemStruct, constructor: &Ident, errors: &mut Errors) -> Self {
        let name = &item.ident;
        if !item.generics.params.is_empty() {
            let text = format!("`{name}` is generic, and a dependency is one type: name the types");
            errors.at(&item.generics, text);
        }
        let mut arguments = Vec::new();
        match &mut item.fields {
            Fields::Named(fields) => {
                for field in &mut fields.named {
                    let Some(ident) = field.ident.clone() else { continue };
                    let mut input = FnArg::Typed(PatType {
                        attrs: std::mem::take(&mut field.attrs),
                        pat: Box::new(Pat::Ident(PatIdent {
                            attrs: Vec::new(),
                            by_ref: None,
                            mutability: None,
                            ident,
                            subpat: None,
                        })),
                        colon_token: <Token![:]>::default(),
                        ty: Box::new(field.ty.clone()),
                    });
                    if let FnArg::Typed(typed) = &input {
                        field.attrs = typed
                            .attrs
                            .iter()
                            .filter(|attribute| !is_ours(attribute))
                            .cloned()
                            .collect();
                    }
                    arguments.extend(Argument::take(&mut input, errors));
                }
            }
            Fields::Unit => {}
            Fields::Unnamed(fields) => {
                errors.at(
                    fields,
                    "a field is bound by its name: write `struct Name { field: Type }`",
                );
            }
        }
        let function = Self::constructor(&item, constructor, arguments);
        Self { item, function }
    }

    fn constructor(item: &ItemStruct, constructor: &Ident, arguments: Vec<Argument>) -> Function {
        let name = &item.ident;
        let idents: Vec<_> = arguments.iter().map(|argument| &argument.ident).collect();
        let types = arguments.iter().map(|argument| &argument.ty);
        let body: TokenStream = match item.fields {
            Fields::Unit => quote!({ #name }),
            _ => quote!({ #name { #(#idents),* } }),
        };
        let inputs: Punctuated<FnArg, Token![,]> = idents
            .iter()
            .zip(types)
            .map(|(ident, ty)| -> FnArg { syn::parse_quote!(#ident: #ty) })
            .collect();
        Function {
            attributes: Vec::new(),
            visibility: syn::Visibility::Inherited,
            signature: syn::parse_quote!(fn #constructor(#inputs) -> #name),
            body,
            doc: Doc::of(&item.attrs),
            arguments,
        }
    }
}

fn is_ours(attribute: &Attribute) -> bool {
    argument::ATTRIBUTES.iter().any(|name| attribute.path().is_ident(name))
}
