use fasterapi::prelude::*;

struct Item {
    name: String,
}

#[post("/items")]
async fn create(#[body(embed)] item: Item) -> String {
    item.name
}

fn main() {}
