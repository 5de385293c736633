use fasterapi::prelude::*;

#[model]
struct Place {
    x: f64,
}

#[model(extra = "forbid")]
struct Item {
    #[serde(flatten)]
    place: Place,
}

fn main() {}
