use fasterapi::prelude::*;

#[dependency(blocking)]
async fn agent() -> u32 {
    1
}

fn main() {}
