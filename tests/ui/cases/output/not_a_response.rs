use fasterapi::prelude::*;

struct Item {
    name: String,
}

#[get("/items")]
async fn items() -> Item {
    Item { name: String::new() }
}

fn main() {}
