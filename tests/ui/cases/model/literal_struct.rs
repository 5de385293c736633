use fasterapi::prelude::*;

#[model(literal)]
struct Item {
    name: String,
}

fn main() {}
