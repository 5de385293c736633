use fasterapi::prelude::*;

#[get("/items")]
async fn items(#[query] limit: &u32) -> u32 {
    *limit
}

fn main() {}
