//! What is no request (RFC 9113, section 8): its stream is reset, or the connection ends where the head cannot be read.

use fasterapi::server::Config;

use crate::frames::{
    BAD_REQUEST, DATA, END_HEADERS, END_STREAM, GOAWAY, HEADERS, OK, PROTOCOL_ERROR, RST_STREAM, Raw, frame, get, head,
};
use crate::server::Server;

const METHOD: (&str, &str) = (":method", "GET");
const SCHEME: (&str, &str) = (":scheme", "http");
const AUTHORITY: (&str, &str) = (":authority", "test");
const PATH: (&str, &str) = (":path", "/");

/// What a head is answered: the first byte of the answer's head, or the error of its reset.
async fn answer(fields: &[(&str, &str)]) -> Result<u8, u32> {
    let server = Server::start(Config::new()).await;
    let mut raw = Raw::open(server.connect().await, &[]).await;
    raw.send(&frame(HEADERS, END_HEADERS | END_STREAM, 1, &head(fields)))
        .await;
    let answer = raw.next_of(&[HEADERS, RST_STREAM, GOAWAY]).await;
    if answer.kind == RST_STREAM {
        // another request may follow
        raw.send(&get(3, "/")).await;
        let next = raw.next_of(&[HEADERS, GOAWAY]).await;
        assert_eq!((next.kind, next.stream), (HEADERS, 3), "after {fields:?}");
    }
    if answer.kind != HEADERS {
        return Err(answer.error());
    }
    Ok(answer.payload[0])
}

#[tokio::test]
async fn heads_that_break_the_protocol_are_reset() {
    let usual = [METHOD, SCHEME, AUTHORITY, PATH];
    let with = |field| [&usual[..], &[field]].concat();
    let cases: Vec<Vec<(&str, &str)>> = vec![
        vec![SCHEME, AUTHORITY, PATH],
        vec![METHOD, AUTHORITY, PATH],
        vec![METHOD, SCHEME, AUTHORITY],
        vec![METHOD, SCHEME, AUTHORITY, (":path", "")],
        vec![METHOD, SCHEME, AUTHORITY, PATH, PATH],
        vec![METHOD, SCHEME, AUTHORITY, (":path", "/a b")],
        vec![METHOD, SCHEME, (":authority", "a b"), PATH],
        vec![SCHEME, AUTHORITY, PATH, ("accept", "*/*"), METHOD],
        with((":unknown", "1")),
        with((":status", "200")),
        with(("connection", "close")),
        with(("keep-alive", "1")),
        with(("proxy-connection", "close")),
        with(("transfer-encoding", "chunked")),
        with(("upgrade", "websocket")),
        with(("te", "gzip")),
        with(("Accept", "*/*")),
        with(("accept", "a\r\nb")),
        with(("accept", "a\0b")),
        with(("a b", "c")),
        // WebSockets over HTTP/2 (RFC 8441) are not offered in the settings
        vec![
            (":method", "CONNECT"),
            (":protocol", "websocket"),
            SCHEME,
            AUTHORITY,
            PATH,
        ],
    ];
    for fields in cases {
        assert_eq!(answer(&fields).await, Err(PROTOCOL_ERROR), "{fields:?}");
    }
}

#[tokio::test]
async fn hosts_have_to_agree() {
    let host = |host| [METHOD, SCHEME, AUTHORITY, PATH, ("host", host)];
    assert_eq!(answer(&host("test")).await, Ok(OK));
    assert_eq!(answer(&host("TEST")).await, Ok(OK));
    assert_eq!(answer(&host("other")).await, Ok(BAD_REQUEST));
    assert_eq!(answer(&[METHOD, SCHEME, PATH, ("host", "other")]).await, Ok(OK));
    assert_eq!(answer(&[METHOD, SCHEME, PATH]).await, Ok(BAD_REQUEST));
    let twice = [METHOD, SCHEME, AUTHORITY, PATH, ("host", "test"), ("host", "test")];
    assert_eq!(answer(&twice).await, Ok(BAD_REQUEST));
    assert_eq!(
        answer(&[METHOD, SCHEME, (":authority", "a@test"), PATH]).await,
        Ok(BAD_REQUEST)
    );
}

#[tokio::test]
async fn nobody_is_connected_to() {
    assert_eq!(answer(&[(":method", "CONNECT"), AUTHORITY]).await, Ok(BAD_REQUEST));
}

#[tokio::test]
async fn a_body_has_the_length_that_was_said() {
    let server = Server::start(Config::new()).await;
    for body in [&b"1234"[..], b"123456"] {
        let fields = [
            (":method", "POST"),
            SCHEME,
            AUTHORITY,
            (":path", "/length"),
            ("content-length", "5"),
        ];
        let mut raw = Raw::open(server.connect().await, &[]).await;
        raw.send(&frame(HEADERS, END_HEADERS, 1, &head(&fields))).await;
        raw.send(&frame(DATA, END_STREAM, 1, body)).await;
        let end = raw.next_of(&[HEADERS, RST_STREAM, GOAWAY]).await;
        assert_eq!((end.kind, end.error()), (RST_STREAM, PROTOCOL_ERROR), "{body:?}");
    }
}

#[tokio::test]
async fn frames_that_no_client_sends_end_the_connection() {
    let server = Server::start(Config::new()).await;
    let cases = [
        // pushes come from servers
        frame(5, END_HEADERS, 1, &[0, 0, 0, 2]),
        // a stream of the server's number
        get(2, "/"),
        // data of a stream that is not open
        frame(DATA, END_STREAM, 1, b"x"),
        // a window that grows by nothing
        frame(8, 0, 0, &[0; 4]),
        // settings of a length that has none
        frame(4, 0, 0, &[0; 5]),
    ];
    for bytes in cases {
        let mut raw = Raw::open(server.connect().await, &[]).await;
        raw.send(&bytes).await;
        let error = raw.end().await;
        assert!(error.is_some_and(|error| error != 0), "{bytes:?}: {error:?}");
    }
}
