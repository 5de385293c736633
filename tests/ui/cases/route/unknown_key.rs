use fasterapi::prelude::*;

#[get("/items", statuscode = 201)]
async fn items() -> u32 {
    1
}

fn main() {}
