use fasterapi::prelude::*;

#[get("/items")]
async fn items(#[query(fail_fast)] name: String) -> String {
    name
}

fn main() {}
