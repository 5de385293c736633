use fasterapi::prelude::*;

#[model]
struct Item {
    id: u32,
}

#[get("/items", response_model = Item)]
async fn items() -> u32 {
    1
}

fn main() {}
