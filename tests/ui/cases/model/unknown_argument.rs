use fasterapi::prelude::*;

#[model(stricter)]
struct Item {
    name: String,
}

fn main() {}
