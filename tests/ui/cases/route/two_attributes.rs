use fasterapi::prelude::*;

#[get("/items")]
#[post("/items")]
async fn items() -> u32 {
    1
}

fn main() {}
