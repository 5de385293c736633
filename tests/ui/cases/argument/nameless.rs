use fasterapi::prelude::*;

#[get("/items")]
async fn items(_: String) -> String {
    String::new()
}

fn main() {}
