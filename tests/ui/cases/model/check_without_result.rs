use fasterapi::prelude::*;

fn small(size: &u8) -> bool {
    *size < 9
}

#[model]
struct Item {
    #[field(validate = small)]
    size: u8,
}

fn main() {}
