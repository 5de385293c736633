use fasterapi::prelude::*;

struct Session;

#[get("/items")]
async fn items(session: &Session) -> String {
    let _ = session;
    String::new()
}

fn main() {}
