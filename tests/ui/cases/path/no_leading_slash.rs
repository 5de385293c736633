use fasterapi::prelude::*;

#[get("items")]
async fn items() -> u64 {
    0
}

fn main() {}
