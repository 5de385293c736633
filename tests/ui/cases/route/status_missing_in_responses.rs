use fasterapi::prelude::*;

#[get("/items", responses((description = "No such item")))]
async fn items() -> u32 {
    1
}

fn main() {}
