use fasterapi::prelude::*;

#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(crate = "fasterapi::__private::serde")]
struct Maker {
    name: String,
}

#[model]
struct Item {
    name: String,
    maker: Maker,
}

fn main() {}
