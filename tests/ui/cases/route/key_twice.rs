use fasterapi::prelude::*;

#[get("/items", tags = ["a"], tags = ["b"])]
async fn items() -> u32 {
    1
}

fn main() {}
