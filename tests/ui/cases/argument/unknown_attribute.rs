use fasterapi::prelude::*;

#[get("/items")]
async fn items(#[qeury] limit: u32) -> u32 {
    limit
}

fn main() {}
