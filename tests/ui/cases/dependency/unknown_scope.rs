use fasterapi::prelude::*;

#[dependency]
fn session() -> u8 {
    1
}

#[get("/items")]
async fn items(#[depends(session, scope = "app")] session: u8) -> u8 {
    session
}

fn main() {}
