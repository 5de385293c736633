use fasterapi::prelude::*;

#[websocket("/ws")]
async fn talk(room: String) {
    let _ = room;
}

fn main() {
    App::new().routes(routes![talk]);
}
