use fasterapi::prelude::*;

#[get("/items")]
async fn items(#[query(defualt = 10)] limit: u32) -> u32 {
    limit
}

fn main() {}
