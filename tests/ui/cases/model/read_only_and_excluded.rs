use fasterapi::prelude::*;

#[model]
struct Item {
    #[field(read_only, exclude)]
    id: i64,
}

fn main() {}
