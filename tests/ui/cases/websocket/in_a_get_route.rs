use fasterapi::prelude::*;

#[get("/ws")]
async fn talk(ws: WebSocket) {
    let _ = ws;
}

fn main() {
    App::new().routes(routes![talk]);
}
