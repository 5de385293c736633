use fasterapi::prelude::*;

#[get]
async fn items() -> u32 {
    1
}

fn main() {}
