use fasterapi::prelude::*;

#[model]
struct Item {
    #[field(default = "one")]
    size: u8,
}

fn main() {}
