use fasterapi::prelude::*;

struct Refused;

#[dependency]
async fn agent() -> Result<String, Refused> {
    Err(Refused)
}

fn main() {}
