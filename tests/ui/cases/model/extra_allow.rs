use fasterapi::prelude::*;

#[model(extra = "allow")]
struct Item {
    name: String,
}

fn main() {}
