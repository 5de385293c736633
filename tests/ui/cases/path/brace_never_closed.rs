use fasterapi::prelude::*;

#[get("/items/{id")]
async fn item(id: u64) -> u64 {
    id
}

fn main() {}
