use fasterapi::prelude::*;

#[get("/items/{id}")]
async fn item(id: Option<u64>) -> Option<u64> {
    id
}

fn main() {}
