use fasterapi::prelude::*;

#[get("/items")]
async fn items(#[query(ge = 1, ge = 2)] limit: u32) -> u32 {
    limit
}

fn main() {}
