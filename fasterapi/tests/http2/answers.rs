//! What a well-behaved client gets.

use std::sync::Arc;

use bytes::Bytes;
use fasterapi::server::{Config, ProxyProtocol};
use http::Method;
use tokio::io::{AsyncReadExt, AsyncWriteExt};

use crate::frames::{
    ACK, DATA, END_HEADERS, END_STREAM, HEADERS, OK, PING, PREFACE, RST_STREAM, Raw, SETTINGS, frame, get as get_frame,
    head,
};
use crate::server::{Server, answer, get, read, request};

#[tokio::test]
async fn a_client_that_begins_with_http2_gets_it() {
    let server = Server::start(Config::new()).await;
    let (mut client, _connection) = server.client().await;
    let (head, body) = get(&mut client, server.address, "/").await;
    assert_eq!((head.status().as_u16(), body.as_str()), (200, "Hello, World!"));
    assert!(head.headers().contains_key("date") && head.headers()["content-length"] == "13");
    let (_, seen) = get(&mut client, server.address, "/seen?q=1").await;
    let expected = format!(
        r#"["HTTP/2.0","http://{}/seen?q=1","/seen?q=1","127.0.0.1"]"#,
        server.address
    );
    assert_eq!(seen, expected);
}

#[tokio::test]
async fn http1_is_spoken_at_the_same_port() {
    let server = Server::start(Config::new()).await;
    for part in [
        &b"PUT / HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n"[..],
        b"PRI * HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n",
    ] {
        let mut connection = server.connect().await;
        connection.write_all(part).await.unwrap();
        let mut text = String::new();
        connection.read_to_string(&mut text).await.unwrap();
        assert!(text.starts_with("HTTP/1.1 4"), "{text}");
    }
}

#[tokio::test]
async fn the_preface_may_come_in_pieces() {
    let server = Server::start(Config::new()).await;
    let mut connection = server.connect().await;
    connection.set_nodelay(true).unwrap();
    for byte in PREFACE {
        connection.write_all(&[*byte]).await.unwrap();
        tokio::task::yield_now().await;
    }
    let hello = [frame(SETTINGS, 0, 0, b""), get_frame(1, "/")].concat();
    connection.write_all(&hello).await.unwrap();
    let answer = Raw(connection).next_of(&[HEADERS]).await;
    assert_eq!((answer.stream, answer.payload[0]), (1, OK));
}

#[tokio::test]
async fn http2_can_be_turned_off() {
    let server = Server::start(Config::new().http2(None)).await;
    let mut raw = Raw::open(server.connect().await, &[]).await;
    assert_eq!(raw.next().await, None);
}

/// Nobody is at the other end of what the scheme says: the server knows better how it was reached.
#[tokio::test]
async fn the_scheme_is_not_the_clients_to_choose() {
    let server = Server::start(Config::new()).await;
    let (mut client, _connection) = server.client().await;
    let request = http::Request::get(format!("https://{}/seen", server.address))
        .body(())
        .unwrap();
    let (_, seen) = answer(&mut client, request, b"").await.unwrap();
    assert!(seen.contains(&format!("\"http://{}/seen\"", server.address)), "{seen}");
}

#[tokio::test]
async fn many_requests_share_a_connection() {
    let server = Server::start(Config::new()).await;
    let (mut client, _connection) = server.client().await;
    // with the answer comes how many there may be at once
    get(&mut client, server.address, "/").await;
    let asked: Vec<_> = (0..500)
        .map(|_| {
            let (mut client, address) = (client.clone(), server.address);
            tokio::spawn(async move { get(&mut client, address, "/").await.1 })
        })
        .collect();
    for answer in asked {
        assert_eq!(answer.await.unwrap(), "Hello, World!");
    }
}

#[tokio::test]
async fn bodies_flow_in_both_directions() {
    static BODY: [u8; 1_900_000] = [7; 1_900_000];
    let server = Server::start(Config::new()).await;
    let (mut client, _connection) = server.client().await;
    let post = || request(Method::POST, server.address, "/length");
    let (_, length) = answer(&mut client, post(), &BODY).await.unwrap();
    assert_eq!(length, "1900000");
    let (_, large) = get(&mut client, server.address, "/large?bytes=3000000").await;
    assert_eq!(large.len(), 3_000_000);
}

#[tokio::test]
async fn a_body_that_is_too_long_is_refused() {
    let server = Server::start(Config::new()).await;
    let (client, _connection) = server.client().await;
    let post = http::Request::post(format!("http://{}/length", server.address))
        .header("content-length", "3000000")
        .body(())
        .unwrap();
    let (response, mut stream) = client.ready().await.unwrap().send_request(post, false).unwrap();
    stream.send_data(Bytes::from_static(b"a beginning"), false).unwrap();
    let (head, body) = read(response).await.unwrap();
    assert_eq!(head.status(), 413);
    assert!(body.starts_with("{\"detail\":"), "{body}");
}

/// Some clients take a reset right behind the answer for a failure.
#[tokio::test]
async fn an_early_answer_leaves_the_client_time_to_finish() {
    let server = Server::start(Config::new()).await;
    let mut raw = Raw::open(server.connect().await, &[]).await;
    let fields = [
        (":method", "POST"),
        (":scheme", "http"),
        (":authority", "test"),
        (":path", "/nowhere"),
    ];
    raw.next_of(&[SETTINGS]).await;
    // from now on the window is as large as they say
    raw.send(&frame(SETTINGS, ACK, 0, b"")).await;
    raw.send(&frame(HEADERS, END_HEADERS, 1, &head(&fields))).await;
    while raw.next_of(&[DATA]).await.flags & END_STREAM == 0 {}
    for _ in 0..50 {
        raw.send(&frame(DATA, 0, 1, &[0; 16_384])).await;
    }
    raw.send(&frame(DATA, END_STREAM, 1, b"")).await;
    raw.send(&frame(PING, 0, 0, &[1; 8])).await;
    let next = raw.next_of(&[RST_STREAM, PING]).await;
    assert_eq!(next.kind, PING, "reset with {}", next.error());
}

#[tokio::test]
async fn cookies_may_come_apart() {
    let server = Server::start(Config::new()).await;
    let (mut client, _connection) = server.client().await;
    let request = http::Request::get(format!("http://{}/cookies", server.address))
        .header("cookie", "a=1")
        .header("cookie", "b=2")
        .body(())
        .unwrap();
    assert_eq!(answer(&mut client, request, b"").await.unwrap().1, "3");
}

#[tokio::test]
async fn a_panic_leaves_other_streams_alone() {
    let server = Server::start(Config::new()).await;
    let (mut client, _connection) = server.client().await;
    let ready = client.clone().ready().await.unwrap();
    let (waiting, _) = { ready }
        .send_request(request(Method::GET, server.address, "/wait"), true)
        .unwrap();
    server.marks.entered.notified().await;
    let (head, _) = get(&mut client, server.address, "/panic").await;
    assert_eq!(head.status(), 500);
    let broken = answer(&mut client, request(Method::GET, server.address, "/broken"), b"").await;
    assert!(broken.is_err_and(|error| error.is_reset()));
    server.marks.go.notify_one();
    assert_eq!(read(waiting).await.unwrap().1, "\"waited\"");
}

#[tokio::test]
async fn a_request_that_is_taken_back_drops_its_handler() {
    let server = Server::start(Config::new()).await;
    let (mut client, _connection) = server.client().await;
    let ready = client.clone().ready().await.unwrap();
    let (_waiting, mut stream) = { ready }
        .send_request(request(Method::GET, server.address, "/wait"), true)
        .unwrap();
    server.marks.entered.notified().await;
    stream.send_reset(h2::Reason::CANCEL);
    server.marks.left.notified().await;
    assert_eq!(get(&mut client, server.address, "/").await.1, "Hello, World!");
}

#[tokio::test]
async fn handlers_end_with_the_connection() {
    let server = Server::start(Config::new()).await;
    let (client, connection) = server.client().await;
    let (_waiting, _) = client
        .ready()
        .await
        .unwrap()
        .send_request(request(Method::GET, server.address, "/wait"), true)
        .unwrap();
    server.marks.entered.notified().await;
    connection.abort();
    Arc::clone(&server.marks).left.notified().await;
}

/// The header of the PROXY protocol stands in front of the preface.
#[tokio::test]
async fn the_proxy_protocol_may_come_first() {
    let proxies = ProxyProtocol::from_peers(["127.0.0.1"]).unwrap();
    let server = Server::start(Config::new().proxy_protocol(proxies)).await;
    let mut stream = server.connect().await;
    stream
        .write_all(b"PROXY TCP4 192.0.2.7 192.0.2.8 1000 80\r\n")
        .await
        .unwrap();
    let (mut client, connection) = h2::client::handshake(stream).await.unwrap();
    tokio::spawn(connection);
    let (_, seen) = get(&mut client, server.address, "/seen").await;
    assert!(seen.contains("\"192.0.2.7\""), "{seen}");
}
