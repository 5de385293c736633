use fasterapi::prelude::*;

#[get("/items")]
async fn items() -> u32 {
    1
}

fn guards() {
    let _ = depends![items];
}

fn main() {}
