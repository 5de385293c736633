//! Rooms and broadcasts.

use fasterapi::broadcast::Broadcaster;
use fasterapi::prelude::*;
use fasterapi::websocket::Rooms;

use crate::client;

#[websocket("/rooms/{room}/{name}")]
async fn chat(mut ws: WebSocket, room: String, name: String, rooms: State<Rooms>) -> Result<(), WebSocketError> {
    ws.accept().await?;
    let room = rooms.join(room, &ws);
    room.broadcast_text(format!("{name} came, {} here", room.members()));
    while let Some(text) = ws.next_text().await? {
        room.broadcast_text(format!("{name}: {text}"));
    }
    room.broadcast_text(format!("{name} left"));
    Ok(())
}

#[post("/rooms/{room}")]
async fn announce(room: String, #[query] text: String, rooms: State<Rooms>) -> usize {
    rooms.broadcast_text(&room, text)
}

fn app(rooms: &Rooms) -> App {
    App::new().state(rooms.clone()).routes(routes![chat, announce])
}

/// WS-13.
#[test]
fn a_room_hears_its_members_and_only_those() {
    let rooms = Rooms::new();
    let client = client(app(&rooms));
    let mut ann = client.websocket("/rooms/blue/ann").connect();
    assert_eq!(ann.receive_text(), "ann came, 1 here");
    let mut bob = client.websocket("/rooms/blue/bob").connect();
    let mut eve = client.websocket("/rooms/red/eve").connect();
    assert_eq!(ann.receive_text(), "bob came, 2 here");
    assert_eq!(bob.receive_text(), "bob came, 2 here");
    assert_eq!(eve.receive_text(), "eve came, 1 here");
    ann.send_text("hello");
    assert_eq!(ann.receive_text(), "ann: hello");
    assert_eq!(bob.receive_text(), "ann: hello");
    assert_eq!(client.post("/rooms/blue?text=news").send().text(), "2");
    assert_eq!(client.post("/rooms/none?text=news").send().text(), "0");
    assert_eq!(bob.receive_text(), "news");
    bob.close(1000, "");
    assert_eq!(ann.receive_text(), "news");
    assert_eq!(ann.receive_text(), "bob left");
    eve.close(1000, "");
    assert_eq!(
        (rooms.rooms(), rooms.members(&"blue".to_owned())),
        (vec!["blue".to_owned()], 1)
    );
    ann.close(1000, "");
    assert!(rooms.rooms().is_empty());
}

#[tokio::test]
async fn a_member_that_is_too_slow_is_closed() {
    let rooms = Rooms::with_capacity(4);
    let client = client(app(&rooms));
    let mut slow = client.websocket("/rooms/blue/slow").await;
    assert_eq!(slow.receive_text().await, "slow came, 1 here");
    let room = "blue".to_owned();
    // Each is more than the connection holds, so that the second has to wait, and the rest behind it.
    for _ in 0..10 {
        rooms.broadcast_text(&room, "x".repeat(100_000));
        tokio::task::yield_now().await;
    }
    let mut received = 0;
    let end = loop {
        match slow.receive().await {
            Ok(_) => received += 1,
            Err(end) => break end,
        }
    };
    assert_eq!((end.code, end.reason.as_str()), (1013, "too slow"));
    assert!((1..9).contains(&received), "{received}");
    assert!(rooms.rooms().is_empty());
}

#[websocket("/prices")]
async fn prices(mut ws: WebSocket, prices: State<Broadcaster<f64>>) -> Result<(), WebSocketError> {
    ws.accept().await?;
    let mut news = prices.subscribe();
    ws.send_text("ready").await?;
    loop {
        tokio::select! {
            price = news.next() => match price {
                Some(price) => ws.send_json(&price).await?,
                None => return Ok(()),
            },
            message = ws.receive() => { message?; }
        }
    }
}

/// STR-18: one broadcaster for WebSockets and event streams.
#[test]
fn a_broadcaster_feeds_sockets() {
    let sender = Broadcaster::new(8);
    let client = client(App::new().state(sender.clone()).routes(routes![prices]));
    let mut ws = client.websocket("/prices").connect();
    assert_eq!(ws.receive_text(), "ready");
    assert_eq!((sender.send(1.5), sender.send(2.0)), (1, 1));
    assert_eq!((ws.receive_json::<f64>(), ws.receive_json::<f64>()), (1.5, 2.0));
    ws.close(1001, "");
    assert_eq!(sender.send(3.0), 0);
}

#[websocket("/both")]
async fn both(mut ws: WebSocket, names: State<Rooms>, numbers: State<Rooms<u32>>) -> Result<(), WebSocketError> {
    ws.accept().await?;
    let stays = names.join("all".to_owned(), &ws);
    drop(numbers.join(7, &ws));
    let heard = stays.broadcast_text("still here");
    ws.send_text(heard.to_string()).await?;
    ws.receive().await?;
    Ok(())
}

#[test]
fn leaving_one_kind_of_room_leaves_no_other() {
    let app = App::new().state(Rooms::<String>::new()).state(Rooms::<u32>::new());
    let mut ws = client(app.routes(routes![both])).websocket("/both").connect();
    assert_eq!(ws.receive_text(), "1");
    assert_eq!(ws.receive_text(), "still here");
}
