//! An `impl` block under `#[dependency]`: its one method is a dependency of each instance.

use proc_macro2::TokenStream;
use quote::ToTokens;
use syn::{FnArg, ImplItem, ItemImpl};

use super::argument::Argument;
use super::doc::Doc;
use super::function::Function;
use crate::errors::Errors;

/// An `impl` block as it is emitted again, and its method.
pub(crate) struct Method {
    /// The block, the method's arguments without our attributes.
    pub(crate) item: ItemImpl,
    /// The method, without its receiver.
    pub(crate) function: Function,
}

impl Method {
    /// Reads a block. `None`: the mistake was recorded.
    pub(crate) fn parse(mut item: ItemImpl, errors: &mut Errors) -> Option<Self> {
        const WANTED: &str = "an instance is a dependency through one method: `async fn call(&self, ..) -> T`";
        if let Some((_, path, _)) = &item.trait_ {
            errors.at(
                path,
                "`#[dependency]` belongs on an `impl` block of the type itself, not of a trait",
            );
            return None;
        }
        if !item.generics.params.is_empty() {
            errors.at(&item.generics, "a dependency is one type: name the types");
            return None;
        }
        let [ImplItem::Fn(method)] = &mut item.items[..] else {
            errors.at(&item.self_ty, WANTED);
            return None;
        };
        let receiver = match method.sig.inputs.first() {
            Some(FnArg::Receiver(receiver)) if receiver.reference.is_some() && receiver.mutability.is_none() => true,
            _ => {
                errors.at(&method.sig, WANTED);
                return None;
            }
        };
        let inputs = method.sig.inputs.iter_mut().skip(usize::from(receiver));
        let arguments = inputs.filter_map(|input| Argument::take(input, errors)).collect();
        let mut signature = method.sig.clone();
        signature.inputs = signature.inputs.into_iter().skip(1).collect();
        let function = Function {
            attributes: method.attrs.clone(),
            visibility: method.vis.clone(),
            signature,
            body: method.block.to_token_stream(),
            doc: Doc::of(&method.attrs),
            arguments,
        };
        Some(Self { item, function })
    }

    /// The type.
    pub(crate) fn ty(&self) -> TokenStream {
        self.item.self_ty.to_token_stream()
    }
}
