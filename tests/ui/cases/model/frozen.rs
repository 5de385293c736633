use fasterapi::prelude::*;

#[model(frozen)]
struct Item {
    name: String,
}

fn main() {}
