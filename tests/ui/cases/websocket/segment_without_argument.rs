use fasterapi::prelude::*;

#[websocket("/ws/{room}")]
async fn talk(ws: WebSocket) {
    let _ = ws;
}

fn main() {
    App::new().routes(routes![talk]);
}
