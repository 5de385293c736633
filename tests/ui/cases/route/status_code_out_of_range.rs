use fasterapi::prelude::*;

#[get("/items", status_code = 2000)]
async fn items() -> u32 {
    1
}

fn main() {}
