use fasterapi::prelude::*;

#[get("/items")]
async fn items(#[query(ge = "1")] limit: u32) -> u32 {
    limit
}

fn main() {}
