use fasterapi::prelude::*;

#[model]
struct Item {
    #[field(min_lenght = 3)]
    name: String,
}

fn main() {}
