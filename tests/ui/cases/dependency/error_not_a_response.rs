use fasterapi::prelude::*;

#[dependency]
async fn agent() -> Result<String, std::fmt::Error> {
    Err(std::fmt::Error)
}

fn main() {}
