use fasterapi::prelude::*;

#[get("/items", methods = ["POST"])]
async fn items() -> u32 {
    1
}

fn main() {}
