//! The laws, held against models with all they can have inside.

use std::collections::BTreeMap;

use fasterapi::model::Constraints;
use fasterapi::prelude::*;
use properties::{document, hold, inputs, laws, models::*};

macro_rules! models {
    ($($test:ident: $ty:ty;)*) => {$(
        mod $test {
            use super::*;

            #[post("/")]
            async fn echo(#[body] value: $ty) -> $ty {
                value
            }

            #[test]
            fn holds() {
                let described = document::of_route(routes![echo].into_iter().collect());
                let strategy = inputs::like(&described.input, &described.root);
                hold(&strategy, |value| {
                    let none = &Constraints::NONE;
                    laws::agree::<$ty>(&value, none)?;
                    laws::described::<$ty>(&described.reads, &value, none, &[])?;
                    laws::round::<$ty>(&described.writes, &value)
                });
                hold(&inputs::anything(), |value| {
                    laws::agree::<$ty>(&value, &Constraints::NONE)?;
                    laws::described::<$ty>(&described.reads, &value, &Constraints::NONE, &[])
                });
            }
        }
    )*};
}

models! {
    scalars: Scalars;
    collections: Collections;
    tree: Tree;
    cat: Cat;
    pet: Pet;
    pets: Vec<Pet>;
    loose: Loose;
    alike: Alike;
    page: Page<Scalars>;
    pages: Page<Page<Pet>>;
    flat: Flat;
    open: Open;
    names: Names;
    strict: Strict;
    words: Words;
    texts: Texts;
    moments: Moments;
    change: Change;
    span: Span;
    by_name: BTreeMap<String, Option<Tree>>;
    pair: (Flat, Vec<Option<Cat>>);
}
