use fasterapi::prelude::*;

#[get("/items", response_model = Item)]
async fn items() -> u32 {
    1
}

fn main() {}
