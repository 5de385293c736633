use fasterapi::prelude::*;

#[get("/items")]
async fn items(#[query(default = 10, default_with = ten)] limit: u32) -> u32 {
    limit
}

fn ten() -> u32 {
    10
}

fn main() {}
