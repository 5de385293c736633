//! How connections end, and what the handler left to do.

use std::sync::{Arc, Mutex};

use fasterapi::background::BackgroundTasks;
use fasterapi::dependency::Teardown;
use fasterapi::prelude::*;

use crate::client;

type Log = Arc<Mutex<Vec<String>>>;

fn lines(log: &Log) -> Vec<String> {
    std::mem::take(&mut *log.lock().unwrap())
}

#[dependency]
async fn session(log: State<Log>, teardown: Teardown) -> u8 {
    log.lock().unwrap().push("open".to_owned());
    teardown.after_response(move |outcome| {
        let text = format!("close, failed: {}", outcome.is_error());
        log.lock().unwrap().push(text);
        async {}
    });
    7
}

#[websocket("/ends/{how}")]
async fn ends(
    mut ws: WebSocket,
    how: String,
    #[depends(session)] number: u8,
    tasks: BackgroundTasks,
    log: State<Log>,
) -> fasterapi::Result<()> {
    ws.accept().await?;
    ws.send_text(number.to_string()).await?;
    let text = ws.receive_text().await?;
    log.lock().unwrap().push(text);
    let done = log.clone();
    tasks.add_task(async move { done.lock().unwrap().push("task".to_owned()) });
    match how.as_str() {
        "exception" => Err(WebSocketException::new(4001).reason("mine").into()),
        "http" => Err(HttpError::new(StatusCode::CONFLICT, "taken").into()),
        "error" => Err("the disk is full".into()),
        "panic" => panic!("on purpose"),
        _ => Ok(()),
    }
}

/// WS-14, ERR-02: a dependency ends when the connection has; an error is a code.
#[test]
fn every_end_has_its_code() {
    let log = Log::default();
    let client = client(App::new().state(Arc::clone(&log)).routes(routes![ends]));
    for (how, code, reason) in [
        ("return", 1000, ""),
        ("exception", 4001, "mine"),
        ("http", 1008, "taken"),
        ("error", 1011, ""),
        ("panic", 1011, ""),
    ] {
        let mut ws = client.websocket(&format!("/ends/{how}")).connect();
        assert_eq!(ws.receive_text(), "7");
        assert_eq!(lines(&log), ["open"]);
        ws.send_text("go");
        let end = ws.closed();
        assert_eq!((end.code, end.reason.as_str()), (code, reason), "{how}");
        match how {
            "return" => assert_eq!(lines(&log), ["go", "task", "close, failed: false"]),
            _ => assert_eq!(lines(&log), ["go", "close, failed: true"], "{how}"),
        }
    }
}

/// WS-07.
#[test]
fn a_client_that_leaves_ends_the_handler() {
    let log = Log::default();
    let client = client(App::new().state(Arc::clone(&log)).routes(routes![ends]));
    let mut ws = client.websocket("/ends/return").connect();
    assert_eq!(ws.receive_text(), "7");
    ws.close(4321, "bye");
    assert_eq!(lines(&log), ["open", "close, failed: true"]);
}

#[websocket("/tells")]
async fn tells(mut ws: WebSocket, log: State<Log>) -> Result<(), WebSocketError> {
    ws.accept().await?;
    let end = ws.receive().await.expect_err("the client leaves");
    log.lock().unwrap().push(end.to_string());
    let Err(again) = ws.receive().await else {
        panic!("it came back")
    };
    assert_eq!(again.code(), end.code());
    assert!(ws.send_text("anybody?").await.is_err_and(|error| error.is_disconnect()));
    Ok(())
}

#[test]
fn the_code_of_the_client_is_told() {
    let log = Log::default();
    let client = client(App::new().state(Arc::clone(&log)).routes(routes![tells]));
    client.websocket("/tells").connect().close(4321, "bye");
    assert_eq!(lines(&log), ["the WebSocket is closed (4321): bye"]);
}

async fn handled(request: Request, error: std::io::Error) -> WebSocketException {
    WebSocketException::new(4100).reason(format!("{error} at {}", request.path_param("n").unwrap_or("?")))
}

#[websocket("/io/{n}")]
async fn io(ws: WebSocket, n: u8, #[query] late: bool) -> fasterapi::Result<()> {
    if late {
        ws.accept().await?;
    }
    Err(std::io::Error::other(format!("no disk {n}")).into())
}

#[test]
fn handlers_of_errors_answer_before_and_after() {
    let client = client(App::new().error_handler(handled).routes(routes![io]));
    assert_eq!(
        client.websocket("/io/3?late=0").try_connect().unwrap_err().status(),
        403
    );
    let end = client.websocket("/io/3?late=1").connect().closed();
    assert_eq!((end.code, end.reason.as_str()), (4100, "no disk 3 at 3"));
}

#[websocket("/long")]
async fn long(ws: WebSocket) -> Result<(), WebSocketException> {
    let _ = ws.accept().await;
    Err(WebSocketException::new(1005).reason("é".repeat(100)))
}

#[test]
fn what_may_not_be_sent_is_not() {
    let end = client(App::new().routes(routes![long]))
        .websocket("/long")
        .connect()
        .closed();
    assert_eq!((end.code, end.reason.len()), (1011, 122));
}
