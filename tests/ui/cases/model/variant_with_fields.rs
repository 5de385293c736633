use fasterapi::prelude::*;

#[model]
#[serde(tag = "kind")]
enum Pet {
    Cat { lives: u8 },
}

fn main() {}
