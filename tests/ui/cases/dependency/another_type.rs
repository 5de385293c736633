use fasterapi::prelude::*;

#[dependency]
async fn limit() -> u32 {
    10
}

#[get("/items")]
async fn items(#[depends(limit)] limit: String) -> String {
    limit
}

fn main() {}
