use fasterapi::prelude::*;

#[dependency(cached = false)]
async fn agent() -> u32 {
    1
}

fn main() {}
