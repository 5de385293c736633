use fasterapi::prelude::*;

#[model]
struct Item {
    #[field(gt = 3)]
    name: String,
}

fn main() {}
