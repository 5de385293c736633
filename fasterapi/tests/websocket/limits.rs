//! Limits on size and number, and the clients that are no longer there.

use std::sync::Arc;
use std::time::Duration;

use fasterapi::prelude::*;
use fasterapi::websocket::WebSocketConfig;
use tokio::sync::{Notify, Semaphore};

use crate::client;

#[websocket("/echo")]
async fn echo(mut ws: WebSocket) -> Result<(), WebSocketError> {
    ws.accept().await?;
    loop {
        let message = ws.receive().await?;
        ws.send(message).await?;
    }
}

/// WS-15.
#[test]
fn a_message_over_the_limit_closes() {
    let app = App::new().websockets(WebSocketConfig::new().max_message_size(1000));
    let client = client(app.routes(routes![echo]));
    let mut ws = client.websocket("/echo").connect();
    ws.send_text("x".repeat(1000));
    assert_eq!(ws.receive_text().len(), 1000);
    ws.send_text("x".repeat(1001));
    assert_eq!(ws.closed().code, 1009);
}

#[websocket("/slow")]
async fn slow(mut ws: WebSocket, go: State<Arc<Notify>>) -> Result<(), WebSocketError> {
    ws.accept().await?;
    go.notified().await;
    let mut count = 0;
    while ws.receive_text().await? != "end" {
        count += 1;
    }
    ws.send_text(count.to_string()).await
}

/// WS-17: as much is read ahead as the queue and the connection hold, and the client waits.
#[tokio::test]
async fn who_sends_too_much_waits() {
    let go = Arc::new(Notify::new());
    let app = App::new()
        .state(Arc::clone(&go))
        .websockets(WebSocketConfig::new().max_queue(4));
    let client = client(app.routes(routes![slow]));
    let mut ws = client.websocket("/slow").await;
    let sent = Arc::new(Semaphore::new(0));
    let sending = tokio::spawn({
        let sent = Arc::clone(&sent);
        async move {
            for _ in 0..50 {
                ws.send_text("x".repeat(1_000_000)).await;
                sent.add_permits(1);
            }
            ws.send_text("end").await;
            ws
        }
    });
    for _ in 0..200 {
        tokio::task::yield_now().await;
    }
    // 4 in the queue, 16 MiB on the way, and what the frames' buffer holds
    let waits_at = sent.available_permits();
    assert!((20..30).contains(&waits_at), "{waits_at}");
    go.notify_one();
    let mut ws = sending.await.unwrap();
    assert_eq!(ws.receive_text().await, "50");
}

#[websocket("/feed")]
async fn feed(ws: WebSocket, sent: State<Arc<Semaphore>>) -> Result<(), WebSocketError> {
    ws.accept().await?;
    for _ in 0..100 {
        ws.send_text("x".repeat(10_000)).await?;
        sent.add_permits(1);
    }
    Ok(())
}

#[tokio::test]
async fn a_slow_reader_holds_the_handler_back() {
    let sent = Arc::new(Semaphore::new(0));
    let client = client(App::new().state(Arc::clone(&sent)).routes(routes![feed]));
    let mut ws = client.websocket("/feed").await;
    for _ in 0..200 {
        tokio::task::yield_now().await;
    }
    // 64 KiB on the way, 8 KiB and a message that wait
    let waits_at = sent.available_permits();
    assert!((5..12).contains(&waits_at), "{waits_at}");
    for _ in 0..100 {
        assert_eq!(ws.receive_text().await.len(), 10_000);
    }
    assert_eq!(ws.closed().await.code, 1000);
}

/// A test sends as it likes, and reads when it likes, though the app does one after the other.
#[test]
fn a_test_waits_for_no_reader() {
    let go = Arc::new(Notify::new());
    let client = client(App::new().state(Arc::clone(&go)).routes(routes![slow, echo]));
    // nobody reads this yet
    let mut ws = client.websocket("/slow").connect();
    ws.send_text("x".repeat(10_000_000));
    go.notify_one();
    ws.send_text("end");
    assert_eq!(ws.receive_text(), "1");
    // more than there is room for on the way, both ways
    let mut ws = client.websocket("/echo").connect();
    for _ in 0..40 {
        ws.send_text("x".repeat(2_000_000));
    }
    for _ in 0..40 {
        assert_eq!(ws.receive_text().len(), 2_000_000);
    }
    ws.close(1000, "");
}

#[websocket("/closes")]
async fn closes(ws: WebSocket) -> Result<(), WebSocketError> {
    ws.accept().await?;
    ws.send_text("the last word").await?;
    ws.close(3000, "enough").await;
    Ok(())
}

/// `Duration::ZERO` waits for no answer, `Duration::MAX` for one without end.
#[tokio::test(start_paused = true)]
async fn the_answer_to_a_close_may_be_waited_for_as_long_as_one_likes() {
    for timeout in [Duration::ZERO, Duration::from_nanos(1), Duration::MAX] {
        let app = App::new().websockets(WebSocketConfig::new().close_timeout(timeout));
        let client = client(app.routes(routes![closes]));
        let mut ws = client.websocket("/closes").await;
        assert_eq!(ws.receive_text().await, "the last word");
        let end = ws.closed().await;
        assert_eq!((end.code, end.reason.as_str()), (3000, "enough"), "{timeout:?}");
    }
}

#[websocket("/ends")]
async fn ends(mut ws: WebSocket, ended: State<Arc<Semaphore>>) -> Result<(), WebSocketError> {
    ws.accept().await?;
    let error = ws.receive().await.expect_err("nothing is sent");
    assert_eq!(error.code(), 1011);
    ended.add_permits(1);
    Ok(())
}

/// WS-16: the client of this test answers no ping, for nobody reads.
#[tokio::test(start_paused = true)]
async fn who_answers_no_ping_is_dropped() {
    let ended = Arc::new(Semaphore::new(0));
    let client = client(App::new().state(Arc::clone(&ended)).routes(routes![ends]));
    let mut ws = client.websocket("/ends").await;
    tokio::time::sleep(Duration::from_secs(39)).await;
    assert_eq!(ended.available_permits(), 0);
    tokio::time::sleep(Duration::from_secs(2)).await;
    assert_eq!(ended.available_permits(), 1);
    let end = ws.closed().await;
    assert_eq!((end.code, end.reason.as_str()), (1011, "keepalive ping timeout"));
}

#[tokio::test(start_paused = true)]
async fn who_answers_pings_stays() {
    let client = client(App::new().routes(routes![echo]));
    let mut ws = client.websocket("/echo").await;
    // Waiting for a message, the client answers pings: for an hour, as the clock of this test goes.
    let waited = tokio::time::timeout(Duration::from_secs(3600), ws.receive()).await;
    assert!(waited.is_err(), "{waited:?}");
    ws.send_text("still there").await;
    assert_eq!(ws.receive_text().await, "still there");
}

/// `Duration::MAX` is how one says "never".
#[tokio::test(start_paused = true)]
async fn a_ping_may_be_waited_for_without_end() {
    let app = App::new().websockets(WebSocketConfig::new().ping_timeout(Duration::MAX));
    let client = client(app.routes(routes![echo]));
    let mut ws = client.websocket("/echo").await;
    tokio::time::sleep(Duration::from_secs(3600)).await;
    ws.send_text("still there").await;
    assert_eq!(ws.receive_text().await, "still there");
}

#[websocket("/elsewhere")]
async fn elsewhere(mut ws: WebSocket) -> Result<(), WebSocketError> {
    ws.accept().await?;
    let sender = ws.sender();
    let received = tokio::spawn(async move { ws.receive_text().await });
    tokio::task::yield_now().await;
    sender.send_text("waits").await?;
    sender.send_text(received.await.expect("it does not panic")?).await
}

#[tokio::test(start_paused = true)]
async fn a_queue_of_none_still_hands_a_message_over() {
    let app = App::new().websockets(WebSocketConfig::new().max_queue(0));
    let client = client(app.routes(routes![elsewhere]));
    let mut ws = client.websocket("/elsewhere").await;
    assert_eq!(ws.receive_text().await, "waits");
    ws.send_text("hello").await;
    let answer = tokio::time::timeout(Duration::from_secs(3600), ws.receive_text()).await;
    assert_eq!(answer.as_deref(), Ok("hello"));
}

#[websocket("/kept")]
async fn kept(mut ws: WebSocket) -> Result<(), WebSocketError> {
    ws.accept().await?;
    let sender = ws.sender();
    let mut next = std::pin::pin!(ws.receive_text());
    tokio::select! {
        text = &mut next => panic!("{text:?} came too early"),
        () = tokio::time::sleep(Duration::from_secs(1)) => {}
    }
    tokio::time::sleep(Duration::from_secs(200)).await;
    sender.send_text(next.await?).await
}

/// The handler keeps a wait for a message, and does something else for longer than pings are waited for.
#[tokio::test(start_paused = true)]
async fn pongs_are_read_while_a_wait_is_only_kept() {
    let client = client(App::new().routes(routes![kept]));
    let mut ws = client.websocket("/kept").await;
    let waited = tokio::time::timeout(Duration::from_secs(100), ws.receive()).await;
    assert!(waited.is_err(), "{waited:?}");
    ws.send_text("in time").await;
    assert_eq!(ws.receive_text().await, "in time");
}
