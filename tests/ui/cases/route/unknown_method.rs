use fasterapi::prelude::*;

#[route("/items", methods = ["GET", "post"])]
async fn items() -> u32 {
    1
}

fn main() {}
