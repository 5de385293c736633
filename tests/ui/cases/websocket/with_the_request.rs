use fasterapi::prelude::*;

#[websocket("/ws")]
async fn talk(ws: WebSocket, request: &Request) {
    let _ = (ws, request);
}

fn main() {
    App::new().routes(routes![talk]);
}
