use fasterapi::prelude::*;

struct Missing;

#[get("/items")]
async fn items() -> Result<String, Missing> {
    Err(Missing)
}

fn main() {}
