use fasterapi::prelude::*;

#[model(discriminator = "kind")]
struct Cat {
    kind: String,
}

fn main() {}
