//! `#[model]`: the item with what serde needs to know, and the implementations of `JsonSchema` and `Model`.

mod choices;
mod item;
mod names;
mod object;
mod root;
mod serde;
mod unions;
mod variants;

use proc_macro2::TokenStream;
use quote::quote;

use crate::check;
use crate::errors::Errors;
use crate::parse::model::{Kind, Model};

/// Expands `#[model(attr)] item`.
pub(crate) fn model(attr: TokenStream, item: TokenStream) -> TokenStream {
    let mut errors = Errors::new();
    let Some(model) = Model::parse(attr, item.clone(), &mut errors) else {
        let (item, errors) = (item::bare(item), errors.into_tokens());
        return quote!(#item #errors);
    };
    check::model::check(&model, &mut errors);
    let item = item::expand(&model);
    let implementations = match &model.kind {
        Kind::Object(fields) => object::expand(&model, fields),
        Kind::Root(field) => root::expand(&model, field),
        Kind::Choices(variants) => choices::expand(&model, variants),
        Kind::Tagged(tag, variants) => unions::tagged(&model, tag, variants),
        Kind::Untagged(variants) => unions::untagged(&model, variants),
        Kind::Discriminated(discriminator, variants) => unions::discriminated(&model, discriminator, variants),
    };
    let variants = if errors.is_empty() {
        variants::expand(&model)
    } else {
        TokenStream::new()
    };
    let errors = errors.into_tokens();
    quote! {
        #item
        #variants
        #[allow(clippy::all, unused_qualifications)]
        const _: () = {
            use ::fasterapi::__private as __fa;
            #implementations
        };
        #errors
    }
}
