use fasterapi::prelude::*;

#[get("/items")]
async fn items(#[depends] user: String) -> String {
    user
}

fn main() {}
