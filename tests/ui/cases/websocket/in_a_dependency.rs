use fasterapi::prelude::*;

#[dependency]
async fn who(ws: WebSocket) -> u8 {
    let _ = ws;
    7
}

fn main() {}
