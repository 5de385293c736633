use fasterapi::prelude::*;

#[websocket("/ws")]
async fn talk(ws: &mut WebSocket) {
    let _ = ws;
}

fn main() {
    App::new().routes(routes![talk]);
}
