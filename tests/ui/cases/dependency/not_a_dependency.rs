use fasterapi::prelude::*;

struct Plain;

#[get("/items")]
async fn items(#[depends(Plain)] user: String) -> String {
    user
}

fn main() {}
