use fasterapi::prelude::*;

#[get("/items", tags = "items")]
async fn items() -> u32 {
    1
}

fn main() {}
