use fasterapi::prelude::*;

#[model]
struct Item {
    #[field(unique_items)]
    tags: Vec<String>,
}

fn main() {}
