use fasterapi::prelude::*;

#[get("/items?q={q}")]
async fn items(q: String) -> String {
    q
}

fn main() {}
