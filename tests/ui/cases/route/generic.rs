use fasterapi::prelude::*;

#[get("/items")]
async fn items<T: Default>() -> u32 {
    1
}

fn main() {}
