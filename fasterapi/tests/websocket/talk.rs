//! Sending and receiving.

use std::sync::Arc;

use fasterapi::prelude::*;
use fasterapi::websocket::{Message, WebSocketState};
use tokio::sync::Notify;

use crate::client;

#[websocket("/echo")]
async fn echo(mut ws: WebSocket) -> Result<(), WebSocketError> {
    ws.accept().await?;
    loop {
        let message = ws.receive().await?;
        ws.send(message).await?;
    }
}

/// WS-01, WS-02, WS-03, TEST-05.
#[test]
fn text_and_bytes_go_both_ways() {
    let client = client(App::new().routes(routes![echo]));
    let mut ws = client.websocket("/echo").connect();
    ws.send_text("é☃");
    assert_eq!(ws.receive_text(), "é☃");
    ws.send_bytes(vec![0, 255]);
    assert_eq!(ws.receive_bytes(), vec![0, 255]);
    ws.send_text("");
    ws.send_text("x".repeat(100_000));
    assert_eq!(ws.receive(), Ok(Message::Text(String::new())));
    assert_eq!(ws.receive_text().len(), 100_000);
    ws.close(1000, "");
}

#[tokio::test]
async fn async_tests_await() {
    let client = client(App::new().routes(routes![echo]));
    let mut ws = client.websocket("/echo").await;
    ws.send_json(&json!({"a": 1})).await;
    assert_eq!(ws.receive_json::<Value>().await, json!({"a": 1}));
    ws.close(1000, "").await;
}

#[model]
struct Order {
    #[field(min_length = 1)]
    name: String,
    #[field(default = 1, ge = 1)]
    amount: u32,
}

#[websocket("/orders")]
async fn orders(mut ws: WebSocket) -> Result<(), WebSocketError> {
    ws.accept().await?;
    loop {
        match ws.next_json::<Order>().await {
            Ok(Some(order)) => ws.send_json(&order).await?,
            Ok(None) => return Ok(()),
            Err(error) if error.errors().is_empty() => return Err(error),
            Err(error) => ws.send_json(error.errors()).await?,
        }
    }
}

/// WS-03 with models: FastAPI's checks and errors, message by message.
#[test]
fn json_is_read_as_a_model() {
    let client = client(App::new().routes(routes![orders]));
    let mut ws = client.websocket("/orders").connect();
    ws.send_text(r#"{"name": "tea"}"#);
    assert_eq!(ws.receive_json::<Value>(), json!({"name": "tea", "amount": 1}));
    ws.send_bytes(&br#"{"name": "tea", "amount": "2"}"#[..]);
    assert_eq!(ws.receive_json::<Value>(), json!({"name": "tea", "amount": 2}));
    ws.send_text(r#"{"name": "", "amount": 0}"#);
    let errors = ws.receive_json::<Value>();
    assert_eq!(errors[0]["loc"], json!(["message", "name"]));
    assert_eq!(errors[1]["type"], "greater_than_equal");
    ws.send_text("{");
    assert_eq!(ws.closed().code, 1007);
}

#[websocket("/texts")]
async fn texts(mut ws: WebSocket) -> Result<(), WebSocketError> {
    ws.accept().await?;
    while let Some(text) = ws.next_text().await? {
        ws.send_text(text).await?;
    }
    Ok(())
}

#[test]
fn bytes_where_text_is_asked_for_close() {
    let client = client(App::new().routes(routes![texts]));
    let mut ws = client.websocket("/texts").connect();
    ws.send_bytes(vec![1]);
    assert_eq!(ws.closed().code, 1003);
}

#[websocket("/hurried")]
async fn hurried(mut ws: WebSocket, go: State<Arc<Notify>>) -> Result<(), WebSocketError> {
    ws.accept().await?;
    let mut missed = 0;
    loop {
        tokio::select! {
            biased;
            () = go.notified() => missed += 1,
            text = ws.receive_text() => match text?.as_str() {
                "end" => return ws.send_text(format!("gave up {missed} times")).await,
                text => ws.send_text(text).await?,
            },
        }
    }
}

#[tokio::test]
async fn a_receive_that_is_given_up_loses_nothing() {
    let go = Arc::new(Notify::new());
    let client = client(App::new().state(Arc::clone(&go)).routes(routes![hurried]));
    let mut ws = client.websocket("/hurried").await;
    for number in 0..20 {
        go.notify_one();
        tokio::task::yield_now().await;
        ws.send_text(number.to_string()).await;
        go.notify_one();
        assert_eq!(ws.receive_text().await, number.to_string());
    }
    ws.send_text("end").await;
    let end = ws.receive_text().await;
    assert!(end.ends_with(" times") && end != "gave up 0 times", "{end}");
}

#[websocket("/from-elsewhere")]
async fn from_elsewhere(mut ws: WebSocket) -> Result<(), WebSocketError> {
    ws.accept().await?;
    let sender = ws.sender();
    let others = (0..3).map(|number| {
        let sender = sender.clone();
        tokio::spawn(async move { sender.send_text(number.to_string()).await })
    });
    for other in others.collect::<Vec<_>>() {
        other.await.expect("no panic")?;
    }
    // Somebody else may receive, too.
    let received = tokio::spawn(async move { ws.receive_text().await });
    let text = received.await.expect("no panic")?;
    sender.send_text(text).await
}

#[test]
fn other_tasks_send_and_receive() {
    let client = client(App::new().routes(routes![from_elsewhere]));
    let mut ws = client.websocket("/from-elsewhere").connect();
    let mut got: Vec<String> = (0..3).map(|_| ws.receive_text()).collect();
    got.sort();
    assert_eq!(got, ["0", "1", "2"]);
    ws.send_text("last");
    assert_eq!(ws.receive_text(), "last");
    assert_eq!(ws.closed().code, 1000);
}

#[websocket("/about/{id}")]
async fn about(mut ws: WebSocket, id: u32) -> Result<(), WebSocketError> {
    let before = (ws.client_state(), ws.application_state());
    assert_eq!(before, (WebSocketState::Connecting, WebSocketState::Connecting));
    ws.accept().await?;
    assert_eq!(ws.application_state(), WebSocketState::Connected);
    let about = json!({
        "url": ws.url().to_string(),
        "path_param": ws.request().path_param("id"),
        "id": id,
        "host": ws.headers().get("host").and_then(|host| host.to_str().ok()),
        "client": ws.client().to_string(),
        "state": ws.state::<u8>().map(|number| *number),
        "q": ws.request().query_value("q"),
    });
    ws.send_json(&about).await?;
    ws.close(4000, "enough").await;
    assert_eq!(ws.application_state(), WebSocketState::Disconnected);
    assert!(ws.send_text("too late").await.is_err());
    assert_eq!(ws.client_state(), WebSocketState::Connected);
    assert!(ws.receive().await.is_err());
    assert_eq!(ws.client_state(), WebSocketState::Disconnected);
    assert_eq!(ws.disconnect().map(|end| end.code), Some(4000));
    Ok(())
}

/// WS-08, WS-10.
#[test]
fn a_handler_knows_who_asked_and_how_far_it_is() {
    let client = client(App::new().state(7_u8).routes(routes![about])).base_url("https://api.example");
    let mut ws = client.websocket("/about/5?q=x").connect();
    let expected = json!({
        "url": "wss://api.example/about/5?q=x",
        "path_param": "5",
        "id": 5,
        "host": "api.example",
        "client": "unknown",
        "state": 7,
        "q": "x",
    });
    assert_eq!(ws.receive_json::<Value>(), expected);
    let end = ws.closed();
    assert_eq!((end.code, end.reason.as_str()), (4000, "enough"));
}
