use fasterapi::prelude::*;

#[model]
struct Item {
    #[serde(with = "text")]
    name: String,
}

fn main() {}
