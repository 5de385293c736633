use fasterapi::prelude::*;

#[websocket("/ws")]
async fn talk(ws: WebSocket, #[body] name: String) {
    let _ = (ws, name);
}

fn main() {
    App::new().routes(routes![talk]);
}
