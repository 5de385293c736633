use fasterapi::prelude::*;

#[derive(Clone)]
struct Db;

#[get("/items")]
async fn items(#[query] db: State<Db>) -> String {
    let _ = db;
    String::new()
}

fn main() {}
