use fasterapi::prelude::*;

#[get("/items")]
async fn items(q: &str) -> String {
    q.to_owned()
}

fn main() {}
