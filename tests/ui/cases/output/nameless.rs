use fasterapi::prelude::*;

#[get("/items")]
async fn items() -> impl Into<String> {
    "items"
}

fn main() {}
