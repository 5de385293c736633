use fasterapi::prelude::*;

#[route("/items", methods = [])]
async fn items() -> u32 {
    1
}

fn main() {}
