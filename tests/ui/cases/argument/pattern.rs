use fasterapi::prelude::*;

#[get("/items")]
async fn items((a, b): (u8, u8)) -> u8 {
    a + b
}

fn main() {}
