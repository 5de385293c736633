use fasterapi::prelude::*;

#[model]
struct Item {
    #[field(default = 1, default_with = u8::default)]
    size: u8,
}

fn main() {}
