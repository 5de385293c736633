use fasterapi::prelude::*;

#[get("/items/{id}")]
async fn item(#[query] id: u64) -> u64 {
    id
}

fn main() {}
