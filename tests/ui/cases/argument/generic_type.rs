use fasterapi::prelude::*;

#[get("/items")]
async fn items(q: impl Into<String>) -> String {
    q.into()
}

fn main() {}
