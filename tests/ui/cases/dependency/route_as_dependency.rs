use fasterapi::prelude::*;

#[get("/limit")]
async fn limit() -> u32 {
    10
}

#[get("/items")]
async fn items(#[depends(limit)] limit: u32) -> u32 {
    limit
}

fn main() {}
