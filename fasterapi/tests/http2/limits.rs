//! The limits of sizes and of time.

use std::time::Duration;

use fasterapi::server::{Config, Http2};
use http::Method;

use crate::frames::{
    CANCEL, DATA, END_HEADERS, END_STREAM, GOAWAY, HEADERS, NO_ERROR, PING, RST_STREAM, Raw, SETTINGS, WINDOW, frame,
    get as get_frame, head, window,
};
use crate::server::{Server, answer, get, read, request};

const SOON: Duration = Duration::from_millis(100);

/// The settings that the server sends, by number (RFC 9113, section 6.5.2).
async fn settings(config: Config) -> Vec<(u16, u32)> {
    let server = Server::start(config).await;
    let mut raw = Raw::open(server.connect().await, &[]).await;
    let settings = raw.next_of(&[SETTINGS]).await.payload;
    let entries = settings.chunks(6).map(|entry| {
        let (number, value) = entry.split_at(2);
        (
            u16::from_be_bytes(number.try_into().unwrap()),
            u32::from_be_bytes(value.try_into().unwrap()),
        )
    });
    entries.collect()
}

#[tokio::test]
async fn clients_are_told_of_the_limits() {
    let (streams, window, frame, head) = (3, 4, 5, 6);
    let told = settings(Config::new()).await;
    for setting in [(streams, 200), (window, 1 << 20), (frame, 16_384), (head, 65_536)] {
        assert!(told.contains(&setting), "{setting:?} in {told:?}");
    }
    let limits = Http2::new()
        .max_concurrent_streams(5)
        .window_size(70_000)
        .max_frame_size(20_000)
        .max_header_list_size(5000);
    let told = settings(Config::new().http2(limits)).await;
    for setting in [(streams, 5), (window, 70_000), (frame, 20_000), (head, 5000)] {
        assert!(told.contains(&setting), "{setting:?} in {told:?}");
    }
}

#[tokio::test]
async fn a_head_may_be_so_large() {
    let server = Server::start(Config::new()).await;
    let (mut client, _connection) = server.client().await;
    let with = |value: String, times: usize| {
        let mut request = request(Method::GET, server.address, "/");
        for _ in 0..times {
            request.headers_mut().append("x", value.parse().unwrap());
        }
        request
    };
    let long = request(Method::GET, server.address, &format!("/{}", "x".repeat(9000)));
    assert_eq!(answer(&mut client, long, b"").await.unwrap().0.status(), 414);
    for (value, times, status) in [(10, 90, 200), (10, 101, 431), (15_000, 3, 200), (15_000, 5, 431)] {
        let answer = answer(&mut client, with("y".repeat(value), times), b"").await.unwrap();
        assert_eq!(answer.0.status(), status, "{times} fields of {value} bytes");
    }
    assert_eq!(get(&mut client, server.address, "/").await.0.status(), 200);
}

#[tokio::test]
async fn a_body_that_does_not_come_is_given_up() {
    let server = Server::start(Config::new().timeout_request_body(SOON)).await;
    let (mut client, _connection) = server.client().await;
    let post = request(Method::POST, server.address, "/length");
    let (response, _stream) = client.clone().ready().await.unwrap().send_request(post, false).unwrap();
    assert_eq!(read(response).await.unwrap().0.status(), 408);
    assert_eq!(get(&mut client, server.address, "/").await.0.status(), 200);
}

#[tokio::test]
async fn a_head_that_does_not_end_is_given_up() {
    let server = Server::start(Config::new().timeout_request_header(SOON)).await;
    let mut raw = Raw::open(server.connect().await, &[]).await;
    raw.send(&frame(HEADERS, END_STREAM, 1, &head(&[(":method", "GET")])))
        .await;
    assert_eq!(raw.end().await, None);
}

#[tokio::test]
async fn an_idle_connection_is_told_goodbye() {
    let server = Server::start(Config::new().timeout_keep_alive(SOON)).await;
    let (mut client, connection) = server.client().await;
    get(&mut client, server.address, "/").await;
    connection.await.unwrap().unwrap();
    // one that does not answer the goodbye is left
    let mut raw = Raw::open(server.connect().await, &[]).await;
    assert_eq!(raw.next_of(&[GOAWAY]).await.error(), NO_ERROR);
    raw.end().await;
}

#[tokio::test]
async fn without_keep_alive_a_connection_ends_with_what_was_asked_together() {
    let server = Server::start(Config::new().timeout_keep_alive(Duration::ZERO)).await;
    let (mut client, connection) = server.client().await;
    let mut ready = client.clone().ready().await.unwrap();
    let (waiting, _) = ready
        .send_request(request(Method::GET, server.address, "/wait"), true)
        .unwrap();
    server.marks.entered.notified().await;
    assert_eq!(get(&mut client, server.address, "/").await.1, "Hello, World!");
    server.marks.go.notify_one();
    assert_eq!(read(waiting).await.unwrap().1, "\"waited\"");
    connection.await.unwrap().unwrap();
}

#[tokio::test]
async fn a_connection_is_for_so_many_requests() {
    let server = Server::start(Config::new().limit_keep_alive_requests(2)).await;
    let (mut client, connection) = server.client().await;
    for _ in 0..2 {
        assert_eq!(get(&mut client, server.address, "/").await.1, "Hello, World!");
    }
    connection.await.unwrap().unwrap();
}

#[tokio::test]
async fn trailers_are_no_request() {
    let server = Server::start(Config::new().limit_keep_alive_requests(3)).await;
    let mut raw = Raw::open(server.connect().await, &[]).await;
    for stream in [1, 3] {
        let fields = [
            (":method", "POST"),
            (":scheme", "http"),
            (":authority", "test"),
            (":path", "/length"),
        ];
        let begin = frame(HEADERS, END_HEADERS, stream, &head(&fields));
        let body = frame(DATA, 0, stream, b"body");
        let trailers = frame(HEADERS, END_HEADERS | END_STREAM, stream, &head(&[("x", "y")]));
        raw.send(&[begin, body, trailers].concat()).await;
    }
    let mut ended = 0;
    while ended < 2 {
        let frame = raw.next_of(&[HEADERS, DATA, GOAWAY]).await;
        assert_ne!(frame.kind, GOAWAY, "two requests were three");
        ended += u32::from(frame.flags & END_STREAM != 0);
    }
    raw.send(&get_frame(5, "/")).await;
    assert_eq!(raw.next_of(&[GOAWAY]).await.error(), NO_ERROR);
}

/// `SRV-15`, `SRV-16`
#[tokio::test]
async fn default_headers_are_those_of_http1() {
    let config = Config::new()
        .header("x-served-by", "here")
        .server_header(true)
        .date_header(false);
    let server = Server::start(config).await;
    let (mut client, _connection) = server.client().await;
    let (head, _) = get(&mut client, server.address, "/").await;
    assert_eq!(
        (&head.headers()["x-served-by"], &head.headers()["server"]),
        (&"here".parse().unwrap(), &"fasterapi".parse().unwrap())
    );
    assert!(!head.headers().contains_key("date"));
}

#[tokio::test]
async fn a_request_under_way_keeps_a_connection() {
    let server = Server::start(Config::new().timeout_keep_alive(SOON)).await;
    let (mut client, _connection) = server.client().await;
    let (mut idle, end) = server.client().await;
    get(&mut idle, server.address, "/").await;
    let ready = client.clone().ready().await.unwrap();
    let (waiting, _) = { ready }
        .send_request(request(Method::GET, server.address, "/wait"), true)
        .unwrap();
    end.await.unwrap().unwrap();
    server.marks.go.notify_one();
    assert_eq!(read(waiting).await.unwrap().1, "\"waited\"");
    assert_eq!(get(&mut client, server.address, "/").await.0.status(), 200);
}

/// A client that opens no window for answers, or as good as none.
#[tokio::test]
async fn answers_that_nobody_takes_are_given_up() {
    for (path, bytes) in [
        ("/", 0),
        ("/large?bytes=1000000", 0),
        ("/large?bytes=1000000", 10),
        ("/flood", 0),
        ("/flood", 10),
    ] {
        let server = Server::start(Config::new().timeout_response_write(SOON)).await;
        let mut raw = Raw::open(server.connect().await, &[(WINDOW, bytes)]).await;
        raw.send(&get_frame(1, path)).await;
        // it is there, and wants to hear of other things
        raw.send(&frame(PING, 0, 0, &[1; 8])).await;
        let reset = raw.next_of(&[RST_STREAM]).await;
        assert_eq!((reset.stream, reset.error()), (1, CANCEL), "{path}");
        if path == "/flood" {
            server.marks.left.notified().await;
        }
    }
}

/// Nothing is left to be given up of an answer that was on its way, and the connection goes.
#[tokio::test]
async fn a_connection_of_which_nothing_is_taken_is_dropped() {
    let server = Server::start(Config::new().timeout_response_write(SOON)).await;
    let mut raw = Raw::open(server.connect().await, &[(WINDOW, 10)]).await;
    raw.send(&get_frame(1, "/")).await;
    raw.send(&frame(PING, 0, 0, &[1; 8])).await;
    raw.end().await;
}

/// A client that takes nothing of one answer, and all of another.
#[tokio::test]
async fn an_answer_that_nobody_takes_is_given_up_alone() {
    // long enough for the other to be taken on a machine that is busy
    let server = Server::start(Config::new().timeout_response_write(20 * SOON)).await;
    let mut raw = Raw::open(server.connect().await, &[(WINDOW, 0)]).await;
    raw.send(&get_frame(1, "/flood")).await;
    raw.send(&get_frame(3, "/large?bytes=100000000")).await;
    let more = [window(0, 1000), window(3, 1000)].concat();
    loop {
        raw.send(&more).await;
        let frame = raw.next_of(&[DATA, RST_STREAM]).await;
        if frame.kind == RST_STREAM {
            assert_eq!((frame.stream, frame.error()), (1, CANCEL));
            break;
        }
        assert_eq!(frame.stream, 3);
    }
    server.marks.left.notified().await;
    raw.send(&more).await;
    assert_eq!(raw.next_of(&[DATA]).await.stream, 3);
}

#[tokio::test]
async fn a_client_that_is_not_there_any_more_is_found_out() {
    let config = Config::new().http2(Http2::new().ping(SOON, SOON));
    let server = Server::start(config).await;
    // it never answers a ping
    let mut raw = Raw::open(server.connect().await, &[]).await;
    raw.send(&get_frame(1, "/wait")).await;
    raw.next_of(&[PING]).await;
    raw.end().await;
    server.marks.left.notified().await;
}
