use fasterapi::prelude::*;

#[get("/items")]
async fn items(#[query(gt = 3)] q: Option<String>) -> Option<String> {
    q
}

fn main() {}
