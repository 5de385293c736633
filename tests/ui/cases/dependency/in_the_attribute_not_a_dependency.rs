use fasterapi::prelude::*;

#[get("/verify")]
async fn verify() -> u32 {
    1
}

#[get("/items", dependencies = [verify])]
async fn items() -> u32 {
    1
}

fn main() {}
