//! The end of the server.

use std::time::Duration;

use fasterapi::server::Config;
use http::Method;

use crate::frames::{GOAWAY, HEADERS, NO_ERROR, OK, PING, Raw, frame, get as get_frame};
use crate::server::{Server, get, read, request};

#[tokio::test]
async fn what_is_under_way_is_answered_and_idle_clients_are_told() {
    let server = Server::start(Config::new()).await;
    let (mut idle, idle_end) = server.client().await;
    get(&mut idle, server.address, "/").await;
    let (working, working_end) = server.client().await;
    let mut ready = working.ready().await.unwrap();
    let (waiting, _) = ready
        .send_request(request(Method::GET, server.address, "/wait"), true)
        .unwrap();
    server.marks.entered.notified().await;
    let marks = std::sync::Arc::clone(&server.marks);
    let served = server.stop();
    idle_end.await.unwrap().unwrap();
    marks.go.notify_one();
    assert_eq!(read(waiting).await.unwrap().1, "\"waited\"");
    working_end.await.unwrap().unwrap();
    served.await.unwrap().unwrap();
}

/// The first GOAWAY names no stream: what is sent before it arrives is answered.
#[tokio::test]
async fn a_request_that_crosses_the_goodbye_is_answered() {
    let server = Server::start(Config::new()).await;
    let mut raw = Raw::open(server.connect().await, &[]).await;
    raw.send(&get_frame(1, "/")).await;
    raw.next_of(&[HEADERS]).await;
    let served = server.stop();
    let goodbye = raw.next_of(&[GOAWAY]).await;
    assert_eq!(
        (goodbye.error(), &goodbye.payload[..4]),
        (NO_ERROR, &[0x7f, 0xff, 0xff, 0xff][..])
    );
    let ping = raw.next_of(&[PING]).await;
    raw.send(&get_frame(3, "/")).await;
    raw.send(&frame(PING, 1, 0, &ping.payload)).await;
    let answer = raw.next_of(&[HEADERS]).await;
    assert_eq!((answer.stream, answer.payload[0]), (3, OK));
    raw.end().await;
    served.await.unwrap().unwrap();
}

#[tokio::test]
async fn the_deadline_drops_handlers() {
    let deadline = Duration::from_millis(100);
    let server = Server::start(Config::new().timeout_graceful_shutdown(deadline)).await;
    let (client, _connection) = server.client().await;
    let mut ready = client.ready().await.unwrap();
    let (waiting, _) = ready
        .send_request(request(Method::GET, server.address, "/wait"), true)
        .unwrap();
    server.marks.entered.notified().await;
    let marks = std::sync::Arc::clone(&server.marks);
    server.stop().await.unwrap().unwrap();
    marks.left.notified().await;
    assert!(read(waiting).await.is_err());
}

/// A client that does not answer the goodbye holds nobody up.
#[tokio::test]
async fn a_client_that_is_gone_is_not_waited_for() {
    let server = Server::start(Config::new()).await;
    let mut raw = Raw::open(server.connect().await, &[]).await;
    raw.send(&get_frame(1, "/")).await;
    raw.next_of(&[HEADERS]).await;
    server.stop().await.unwrap().unwrap();
    assert_eq!(raw.end().await, Some(NO_ERROR));
}
