//! Attacks that are cheap for a client: they end the connection, and nobody else's.

use fasterapi::server::{Config, Http2};
use tokio::io::AsyncWriteExt;

use crate::frames::{
    ACK, CONTINUATION, END_HEADERS, END_STREAM, ENHANCE_YOUR_CALM, HEADERS, PING, REFUSED_STREAM, RST_STREAM, Raw,
    frame, get, head,
};
use crate::server::Server;

const FIELDS: [(&str, &str); 4] = [
    (":method", "GET"),
    (":scheme", "http"),
    (":authority", "test"),
    (":path", "/wait"),
];

/// Requests that are taken back at once (CVE-2023-44487).
#[tokio::test]
async fn a_rapid_reset_ends_the_connection() {
    let server = Server::start(Config::new()).await;
    let mut raw = Raw::open(server.connect().await, &[]).await;
    let flood: Vec<u8> = (0..1000)
        .flat_map(|number| {
            let stream = 2 * number + 1;
            [get(stream, "/wait"), frame(RST_STREAM, 0, stream, &8_u32.to_be_bytes())].concat()
        })
        .collect();
    let _ = raw.0.write_all(&flood).await;
    assert_eq!(raw.end().await, Some(ENHANCE_YOUR_CALM));
    let (mut client, _connection) = server.client().await;
    assert_eq!(
        crate::server::get(&mut client, server.address, "/").await.1,
        "Hello, World!"
    );
}

/// A head that never ends (CVE-2024-27316 and others): only so many frames of it are read.
#[tokio::test]
async fn a_flood_of_continuations_ends_the_connection() {
    let server = Server::start(Config::new()).await;
    for piece in [head(&[("x", "y")]), Vec::new()] {
        let mut raw = Raw::open(server.connect().await, &[]).await;
        raw.send(&frame(HEADERS, END_STREAM, 1, &head(&FIELDS))).await;
        let flood = frame(CONTINUATION, 0, 1, &piece).repeat(1000);
        for _ in 0..1000 {
            if raw.0.write_all(&flood).await.is_err() {
                break;
            }
        }
        assert_eq!(raw.end().await, Some(ENHANCE_YOUR_CALM));
    }
}

/// Requests that are no HTTP cost a reset each: only so many are made.
#[tokio::test]
async fn a_flood_of_nonsense_ends_the_connection() {
    let server = Server::start(Config::new().http2(Http2::new().max_local_resets(10))).await;
    let mut raw = Raw::open(server.connect().await, &[]).await;
    let flood: Vec<u8> = (0..100)
        .flat_map(|number| frame(HEADERS, END_HEADERS | END_STREAM, 2 * number + 1, &head(&FIELDS[1..])))
        .collect();
    let _ = raw.0.write_all(&flood).await;
    assert_eq!(raw.end().await, Some(ENHANCE_YOUR_CALM));
}

/// Pings are answered one by one, and whoever does not read the answers is not read either: both sides stand still
/// long before the flood is sent.
#[tokio::test]
async fn a_flood_of_pings_stands_still() {
    let server = Server::start(Config::new().timeout_response_write(std::time::Duration::from_millis(200))).await;
    let mut raw = Raw::open(server.connect().await, &[]).await;
    let flood = frame(PING, 0, 0, &[1; 8]).repeat(1000);
    for _ in 0..100_000 {
        if raw.0.write_all(&flood).await.is_err() {
            return;
        }
    }
    panic!("1.7 GB of pings were taken");
}

#[tokio::test]
async fn a_ping_is_answered() {
    let server = Server::start(Config::new()).await;
    let mut raw = Raw::open(server.connect().await, &[]).await;
    raw.send(&frame(PING, 0, 0, b"12345678")).await;
    let pong = raw.next_of(&[PING]).await;
    assert_eq!((pong.flags, pong.payload.as_slice()), (ACK, &b"12345678"[..]));
}

#[tokio::test]
async fn requests_beyond_the_limit_are_refused_alone() {
    let server = Server::start(Config::new().http2(Http2::new().max_concurrent_streams(2))).await;
    let mut raw = Raw::open(server.connect().await, &[]).await;
    raw.send(&[get(1, "/wait"), get(3, "/wait"), get(5, "/")].concat())
        .await;
    let refused = raw.next_of(&[HEADERS, RST_STREAM]).await;
    assert_eq!(
        (refused.kind, refused.stream, refused.error()),
        (RST_STREAM, 5, REFUSED_STREAM)
    );
    server.marks.entered.notified().await;
    server.marks.go.notify_waiters();
    server.marks.go.notify_one();
    raw.next_of(&[HEADERS]).await;
}
