use fasterapi::prelude::*;

#[dependency(max_concurrency = 0)]
async fn session() -> u8 {
    1
}

fn main() {}
