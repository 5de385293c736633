use fasterapi::prelude::*;

#[websocket("/ws", status_code = 201)]
async fn talk(ws: WebSocket) {
    let _ = ws;
}

fn main() {
    App::new().routes(routes![talk]);
}
