use fasterapi::prelude::*;

#[model(strikt)]
struct Item {
    #[field(min_length = "3", maximum = 4)]
    name: String,
    #[field(required)]
    size: u8,
}

fn main() {}
