use fasterapi::prelude::*;

#[model]
struct Base {
    name: String,
}

#[model]
struct Hero {
    id: u64,
    #[field(flatten)]
    base: Base,
}

fn main() {}
