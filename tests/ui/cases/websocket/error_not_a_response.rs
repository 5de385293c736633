use fasterapi::prelude::*;

struct Oops;

#[websocket("/ws")]
async fn talk(ws: WebSocket) -> Result<(), Oops> {
    let _ = ws;
    Ok(())
}

fn main() {
    App::new().routes(routes![talk]);
}
