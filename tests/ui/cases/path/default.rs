use fasterapi::prelude::*;

#[get("/items/{id}")]
async fn item(#[path(default = 5)] id: u64) -> u64 {
    id
}

fn main() {}
