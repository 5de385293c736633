use fasterapi::prelude::*;

#[route("/items")]
async fn items() -> u32 {
    1
}

fn main() {}
