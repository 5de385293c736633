use fasterapi::prelude::*;

#[model]
struct Cat {
    kind: String,
}

#[model(discriminator = "kind")]
#[serde(tag = "kind")]
enum Pet {
    Cat(Cat),
}

fn main() {}
