use fasterapi::prelude::*;

async fn current_user() -> String {
    String::new()
}

#[get("/items")]
async fn items(#[depends(current_user)] user: String) -> String {
    user
}

fn main() {}
