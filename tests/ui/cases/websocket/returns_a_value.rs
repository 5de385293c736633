use fasterapi::prelude::*;

#[websocket("/ws")]
async fn talk(ws: WebSocket) -> Result<String, WebSocketError> {
    let _ = ws;
    Ok(String::new())
}

fn main() {
    App::new().routes(routes![talk]);
}
