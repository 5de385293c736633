use fasterapi::prelude::*;

#[model(variants(ItemCreate = omit(number)))]
struct Item {
    id: u64,
}

fn main() {}
