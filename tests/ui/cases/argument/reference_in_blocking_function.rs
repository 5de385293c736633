use fasterapi::prelude::*;

#[get("/items")]
fn items(request: &Request) -> String {
    request.uri().path().to_owned()
}

fn main() {}
