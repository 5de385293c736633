use fasterapi::prelude::*;

#[get("/items")]
async fn items(request: &Request) -> &str {
    request.uri().path()
}

fn main() {}
