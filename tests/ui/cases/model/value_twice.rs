use fasterapi::prelude::*;

#[model]
enum Size {
    #[field(value = 1)]
    Small,
    #[field(value = 1)]
    Large,
}

fn main() {}
