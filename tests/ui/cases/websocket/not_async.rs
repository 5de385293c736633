use fasterapi::prelude::*;

#[websocket("/ws")]
fn talk(ws: WebSocket) {
    let _ = ws;
}

fn main() {
    App::new().routes(routes![talk]);
}
