//! Rooms of people who talk: `cargo run -p chat`, then open the address it prints in two windows.

use fasterapi::prelude::*;
use fasterapi::websocket::Rooms;

/// What somebody says.
#[model]
struct Said {
    #[field(min_length = 1, max_length = 500)]
    text: String,
}

/// What everybody in the room hears.
#[model]
struct Heard {
    from: String,
    text: String,
    here: usize,
}

/// The page to talk with.
#[get("/", include_in_schema = false)]
async fn page() -> Html<&'static str> {
    Html(include_str!("chat.html"))
}

/// Talks in a room until the window is closed.
#[websocket("/rooms/{room}")]
async fn talk(
    mut ws: WebSocket,
    room: String,
    #[query(min_length = 1, max_length = 20)] name: String,
    rooms: State<Rooms>,
) -> Result<(), WebSocketError> {
    ws.accept().subprotocol(ws_protocol(&ws)).await?;
    let room = rooms.join(room, &ws);
    let say = |from: &str, text: String| {
        let (from, here) = (from.to_owned(), room.members());
        room.broadcast_json(&Heard { from, text, here }).map(|_| ())
    };
    say("room", format!("{name} came"))?;
    loop {
        match ws.next_json::<Said>().await {
            Ok(Some(said)) => say(&name, said.text)?,
            Ok(None) => break,
            Err(error) if error.errors().is_empty() => return Err(error),
            // Only who said it needs to know.
            Err(error) => ws.send_json(&json!({"errors": error.errors()})).await?,
        }
    }
    say("room", format!("{name} left"))
}

/// The one way of talking this server knows, if the client knows it.
fn ws_protocol(ws: &WebSocket) -> Option<&'static str> {
    ws.subprotocols()
        .any(|offered| offered == "chat.v1")
        .then_some("chat.v1")
}

/// Announce something in a room
///
/// Answers how many people heard it.
#[post("/rooms/{room}/announcements")]
async fn announce(room: String, said: Said, rooms: State<Rooms>) -> Result<usize, WebSocketError> {
    let here = rooms.members(&room);
    let from = "announcement".to_owned();
    rooms.broadcast_json(
        &room,
        &Heard {
            from,
            text: said.text,
            here,
        },
    )
}

/// List the rooms
#[get("/rooms")]
async fn list_rooms(rooms: State<Rooms>) -> Vec<String> {
    let mut names = rooms.rooms();
    names.sort();
    names
}

fn app() -> App {
    App::new()
        .title("Chat")
        .state(Rooms::<String>::new())
        .routes(routes![page, talk, announce, list_rooms])
}

fn main() -> fasterapi::Result<()> {
    app().run()
}

#[cfg(test)]
mod tests;
