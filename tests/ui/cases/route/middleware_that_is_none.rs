use fasterapi::prelude::*;

#[get("/items", middleware = [5])]
async fn items() -> u32 {
    1
}

fn main() {}
