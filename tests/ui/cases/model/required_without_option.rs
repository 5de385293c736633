use fasterapi::prelude::*;

#[model]
struct Item {
    #[field(required)]
    name: String,
}

fn main() {}
