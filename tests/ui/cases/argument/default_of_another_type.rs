use fasterapi::prelude::*;

#[get("/items")]
async fn items(#[query(default = "ten")] limit: u32) -> u32 {
    limit
}

fn main() {}
