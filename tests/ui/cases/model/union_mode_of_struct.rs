use fasterapi::prelude::*;

#[model(union_mode = "left_to_right")]
struct Cat {
    name: String,
}

fn main() {}
