use fasterapi::prelude::*;

#[model(variants(ItemCreate))]
struct Item {
    id: u64,
}

fn main() {}
