//! The program under test: it says hello, counts the bytes of what is posted, and fails in every way there is.

use fasterapi::broadcast::Broadcaster;
use fasterapi::middleware::RequestId;
use std::sync::{Arc, Condvar, Mutex};

use fasterapi::prelude::*;
use fasterapi::websocket::Rooms;
use tokio::sync::Notify;

#[get("/")]
async fn hello() -> PlainText<&'static str> {
    PlainText("Hello, World!")
}

#[post("/length")]
async fn length(mut request: Request) -> Result<String, HttpError> {
    Ok(request.body().await?.len().to_string())
}

#[get("/client")]
async fn client(request: &Request) -> String {
    format!("{} {}", request.client(), request.scheme())
}

#[head("/head")]
async fn hello_head() -> PlainText<&'static str> {
    hello().await
}

#[get("/pieces")]
async fn pieces() -> StreamingResponse {
    StreamingResponse::new(produce(async |sender| {
        sender.send("one").await;
        sender.send("two").await;
    }))
}

/// Says that it has another length than it has.
#[get("/lying")]
async fn lying(#[query] length: String) -> Response {
    Response::new("hello").header("content-length", length)
}

/// Fails after so many pieces.
#[get("/b/{n}")]
async fn broken(n: u8) -> StreamingResponse {
    StreamingResponse::try_new(produce(async move |sender| {
        for number in 0..n {
            sender.send(Ok(number.to_string())).await;
        }
        sender.send(Err(std::io::Error::other("broken"))).await;
    }))
}

/// Told when a client has left.
type Left = Arc<Notify>;

#[post("/wait")]
async fn wait(mut request: Request, left: State<Left>) -> bool {
    if request.is_disconnected().await {
        return false;
    }
    eprintln!("waiting for the end of a client");
    request.disconnected().await;
    left.notify_one();
    request.is_disconnected().await
}

#[get("/left")]
async fn left(left: State<Left>) -> &'static str {
    left.notified().await;
    "left"
}

#[post("/ask")]
async fn ask(mut request: Request, go: State<Left>) -> bool {
    let left = request.is_disconnected().await;
    eprintln!("asked for a client");
    go.notified().await;
    left
}

#[get("/go")]
async fn go(go: State<Left>) {
    go.notify_one();
}

#[get("/relay")]
async fn relay(request: &Request) -> String {
    let peer = request.peer();
    let peer = peer.ip().map_or_else(|| peer.to_string(), |ip| ip.to_string());
    format!("{} {} behind {peer}", request.client(), request.scheme())
}

#[get("/panic")]
async fn panics() -> String {
    panic!("on purpose")
}

#[post("/read")]
async fn read(mut request: Request) -> Result<usize, AnyError> {
    Ok(request.body().await?.len())
}

#[get("/cut")]
async fn cut() -> StreamingResponse {
    StreamingResponse::try_new(produce(async |sender| {
        sender.send(Ok("a beginning")).await;
        sender.send(Err(std::io::Error::other("no end"))).await;
    }))
}

#[post("/sum")]
async fn sum(numbers: Vec<i64>) -> i64 {
    numbers.iter().sum()
}

#[post("/files")]
async fn files(file: UploadFile) -> u64 {
    file.size()
}

#[post("/form")]
async fn form(mut request: Request) -> Result<usize, HttpError> {
    Ok(request.form().await?.iter().count())
}

/// Told when a flood ends.
static ENDED: Notify = Notify::const_new();

struct Flood;

impl Drop for Flood {
    fn drop(&mut self) {
        ENDED.notify_one();
    }
}

#[get("/flood")]
async fn flood() -> StreamingResponse {
    StreamingResponse::new(produce(async |sender| {
        let _flood = Flood;
        loop {
            sender.send(vec![0; 64 * 1024]).await;
        }
    }))
}

#[get("/ended")]
async fn ended() {
    ENDED.notified().await;
}

#[websocket("/echo")]
async fn echo(mut ws: WebSocket) -> Result<(), WebSocketError> {
    ws.accept().await?;
    loop {
        let message = ws.receive().await?;
        ws.send(message).await?;
    }
}

/// Does not listen to what it is told.
#[websocket("/deaf")]
async fn deaf(ws: WebSocket) -> Result<(), WebSocketError> {
    ws.accept().await?;
    ws.send_text("no").await?;
    std::future::pending().await
}

/// Hears what is said, over a WebSocket.
#[websocket("/hear")]
async fn hear(mut ws: WebSocket, rooms: State<Rooms>) -> Result<(), WebSocketError> {
    ws.accept().await?;
    let _room = rooms.join("all".to_owned(), &ws);
    while ws.next_text().await?.is_some() {}
    Ok(())
}

/// Hears what is said, as events.
#[get("/events")]
async fn events(said: State<Broadcaster<String>>) -> EventStream<String> {
    EventStream::new(said.subscribe())
}

/// Says so many bytes to all who listen, so many times, and tells how many do.
#[post("/say")]
async fn say(
    #[query] bytes: usize,
    #[query] times: usize,
    rooms: State<Rooms>,
    said: State<Broadcaster<String>>,
) -> (usize, usize) {
    let text = "x".repeat(bytes);
    let mut heard = (0, 0);
    for _ in 0..times {
        heard = (
            rooms.broadcast_text(&"all".to_owned(), text.clone()),
            said.send(text.clone()),
        );
    }
    heard
}

/// The thread that serves the connection.
#[get("/thread")]
async fn thread() -> String {
    std::thread::current().name().unwrap_or_default().to_owned()
}

/// Whether a thread may go on.
static FREE: (Mutex<bool>, Condvar) = (Mutex::new(false), Condvar::new());

/// Does what no handler may: it blocks its worker, until it is told to go on.
#[get("/block")]
async fn block() -> &'static str {
    eprintln!("a worker is blocked");
    let (free, changed) = &FREE;
    let free = changed.wait_while(free.lock().unwrap(), |free| !*free);
    drop(free.unwrap());
    "free"
}

#[get("/free")]
async fn free() {
    *FREE.0.lock().unwrap() = true;
    FREE.1.notify_all();
}

#[get("/pid")]
async fn pid() -> u32 {
    std::process::id()
}

async fn last_resort(_: Request, _: AnyError) -> HttpError {
    HttpError::status_only(StatusCode::INTERNAL_SERVER_ERROR)
}

/// Requests have names, which the log tells.
fn named() -> App {
    App::new()
        .middleware(RequestId::new())
        .routes(routes![panics, read, cut])
}

fn main() -> fasterapi::Result<()> {
    App::new()
        .title("Under test")
        .version("1.2.3")
        .state(Left::default())
        .routes(routes![wait, left, ask, go, thread, block, free, pid])
        .state(Rooms::<String>::new())
        .state(Broadcaster::<String>::new(64))
        .routes(routes![
            hello, hello_head, pieces, broken, lying, length, client, relay, sum, files, form, flood, ended, echo,
            deaf, hear, events, say
        ])
        .mount("/named", named())
        .mount("/handled", named().error_handler(last_resort))
        .run()
}
