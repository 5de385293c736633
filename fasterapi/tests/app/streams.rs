//! Streams: one item at a time, dropped with the client, kept alive (`STR-01` to `STR-16`).

use std::future::poll_fn;
use std::pin::{Pin, pin};
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll, Waker};
use std::time::Duration;

use fasterapi::prelude::*;
use fasterapi::response::produce_blocking;
use fasterapi::server::Config;
use http_body::Body as _;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::oneshot;

use crate::client;

/// Counts what a producer made, and tells when it was dropped.
#[derive(Clone, Default)]
struct Seen {
    made: Arc<AtomicU32>,
    dropped: Arc<AtomicU32>,
}

struct OnDrop(Arc<AtomicU32>);

impl Drop for OnDrop {
    fn drop(&mut self) {
        self.0.fetch_add(1, Ordering::Relaxed);
    }
}

#[get("/endless")]
async fn endless(seen: State<Seen>) -> JsonLines<u32> {
    let Seen { made, dropped } = (*seen).clone();
    JsonLines::new(produce(async move |numbers| {
        let _guard = OnDrop(dropped);
        loop {
            numbers.send(made.fetch_add(1, Ordering::Relaxed)).await;
        }
    }))
}

#[get("/silent")]
async fn silent() -> EventStream<u32> {
    let events = produce(async |events| {
        events.send(1).await;
        std::future::pending::<()>().await;
    });
    EventStream::new(events).ping_interval(Duration::from_secs(7))
}

async fn body_of(app: App, path: &str) -> Body {
    let mut service = app.build().unwrap();
    let request = http::Request::get(path).body(Body::empty()).unwrap();
    let response = tower_service::Service::call(&mut service, request).await.unwrap();
    assert_eq!(response.status(), 200);
    response.into_body()
}

async fn piece(body: &mut Body) -> String {
    let frame = poll_fn(|cx| Pin::new(&mut *body).poll_frame(cx)).await;
    let data = frame.unwrap().unwrap().into_data().unwrap();
    String::from_utf8(data.to_vec()).unwrap()
}

#[tokio::test]
async fn an_item_is_made_when_it_is_asked_for_and_the_producer_leaves_with_the_client() {
    let seen = Seen::default();
    let mut body = body_of(App::new().state(seen.clone()).routes(routes![endless]), "/endless").await;
    assert_eq!(seen.made.load(Ordering::Relaxed), 0);
    assert_eq!(piece(&mut body).await, "0\n");
    assert_eq!(piece(&mut body).await, "1\n");
    assert_eq!(seen.made.load(Ordering::Relaxed), 2);
    assert_eq!(seen.dropped.load(Ordering::Relaxed), 0);
    drop(body);
    assert_eq!(seen.dropped.load(Ordering::Relaxed), 1);
}

#[tokio::test(start_paused = true)]
async fn a_silent_stream_is_kept_alive() {
    let mut body = body_of(App::new().routes(routes![silent]), "/silent").await;
    let started = tokio::time::Instant::now();
    assert_eq!(piece(&mut body).await, "data: 1\n\n");
    for n in 1..=3 {
        assert_eq!(piece(&mut body).await, ": ping\n\n");
        assert_eq!(started.elapsed().as_secs(), 7 * n);
    }
}

#[get("/held")]
async fn held(gone: State<Mutex<Option<oneshot::Sender<()>>>>) -> EventStream<u32> {
    let gone = gone.lock().unwrap().take();
    EventStream::new(produce(async move |events| {
        // dropped, and so told, when the producer is
        let _gone = gone;
        loop {
            events.send(1).await;
            tokio::task::yield_now().await;
        }
    }))
}

#[tokio::test]
async fn the_producer_is_dropped_when_the_connection_is_closed() {
    let (gone, is_gone) = oneshot::channel::<()>();
    let app = App::new().state(Mutex::new(Some(gone))).routes(routes![held]);
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let talk = async {
        let mut stream = TcpStream::connect(address).await.unwrap();
        stream
            .write_all(b"GET /held HTTP/1.1\r\nHost: x\r\n\r\n")
            .await
            .unwrap();
        let mut seen = Vec::new();
        while !seen.windows(7).any(|bytes| bytes == b"data: 1") {
            assert_ne!(stream.read_buf(&mut seen).await.unwrap(), 0);
        }
        drop(stream);
        assert!(is_gone.await.is_err());
    };
    tokio::select! {
        served = app.serve_with(listener, Config::new(), std::future::pending()) => panic!("{served:?}"),
        () = talk => {}
    }
}

#[dependency]
async fn mark(response: &mut ResponseParts) {
    response.set_header("x-mark", "set");
    response.set_cookie(Cookie::new("seen", "1"));
}

#[get("/marked", status_code = 201, dependencies = [mark])]
async fn marked() -> EventStream<u32> {
    EventStream::new(produce(async |events| events.send(5).await))
}

#[test]
fn a_stream_has_the_status_and_headers_that_were_set() {
    let app = App::new().include(Router::new().prefix("/r").routes(routes![marked]));
    let client = client(app);
    let answer = client.get("/r/marked").send().assert_status(201);
    assert_eq!(answer.text(), "data: 5\n\n");
    assert_eq!(answer.header("content-type"), Some("text/event-stream; charset=utf-8"));
    assert_eq!(
        (answer.header("x-mark"), answer.header("cache-control")),
        (Some("set"), Some("no-cache"))
    );
    assert!(answer.header("set-cookie").unwrap().starts_with("seen=1"));
    let document = client.get("/openapi.json").send().json::<Value>();
    let items =
        &document["paths"]["/r/marked"]["get"]["responses"]["201"]["content"]["text/event-stream"]["itemSchema"];
    assert_eq!(items["properties"]["data"]["contentSchema"]["type"], "integer");
}

#[get("/nan")]
async fn nan() -> JsonLines<Value> {
    JsonLines::new(produce(async |items| items.send(json!({"x": f64::NAN})).await))
}

#[test]
fn what_is_no_number_is_null() {
    let client = client(App::new().routes(routes![nan]));
    assert_eq!(client.get("/nan").send().text(), "{\"x\":null}\n");
}

#[test]
fn a_producer_may_send_from_several_places() {
    let numbers = produce(async |numbers| {
        let (mut first, mut second) = (pin!(numbers.send(1)), pin!(numbers.send(2)));
        let (mut first_done, mut second_done) = (false, false);
        poll_fn(|cx| {
            first_done = first_done || first.as_mut().poll(cx).is_ready();
            second_done = second_done || second.as_mut().poll(cx).is_ready();
            if first_done && second_done {
                Poll::Ready(())
            } else {
                Poll::Pending
            }
        })
        .await;
    });
    let mut numbers = pin!(numbers);
    let mut cx = Context::from_waker(Waker::noop());
    let mut next = || futures_core::Stream::poll_next(numbers.as_mut(), &mut cx);
    assert_eq!(
        (next(), next(), next()),
        (Poll::Ready(Some(1)), Poll::Ready(Some(2)), Poll::Ready(None))
    );
}

#[model]
struct Point {
    x: u32,
    note: Option<String>,
}

fn point() -> Point {
    Point { x: 1, note: None }
}

#[get("/pruned-lines", response_model_exclude_none)]
async fn pruned_lines() -> JsonLines<Point> {
    JsonLines::new(produce(async |points| points.send(point()).await))
}

#[get("/pruned-events", response_model_exclude = ["x"])]
async fn pruned_events() -> EventStream<Point> {
    EventStream::new(produce(async |points| points.send(point()).await))
}

/// STR-11.
#[test]
fn what_a_route_leaves_out_is_left_out_of_items() {
    let client = client(App::new().routes(routes![pruned_lines, pruned_events]));
    assert_eq!(client.get("/pruned-lines").send().text(), "{\"x\":1}\n");
    assert_eq!(client.get("/pruned-events").send().text(), "data: {\"note\":null}\n\n");
}

#[get("/blocking")]
async fn blocking() -> JsonLines<u32> {
    JsonLines::new(produce_blocking(|numbers| {
        for number in 0..100 {
            numbers.send(number).expect("the client stays");
        }
    }))
}

/// STR-13.
#[test]
fn a_plain_function_makes_a_stream_too() {
    let answer = client(App::new().routes(routes![blocking])).get("/blocking").send();
    assert_eq!(answer.text().lines().count(), 100);
    assert!(answer.text().ends_with("98\n99\n"));
}

#[tokio::test]
async fn a_plain_function_is_told_that_the_client_left() {
    let (tell, told) = oneshot::channel();
    let mut numbers = Box::pin(produce_blocking(move |numbers| {
        let sent = (0..).take_while(|number| numbers.send(*number).is_ok()).count();
        let _ = tell.send(sent);
    }));
    let first = poll_fn(|cx| futures_core::Stream::poll_next(numbers.as_mut(), cx)).await;
    assert_eq!(first, Some(0));
    drop(numbers);
    let sent = told.await.unwrap();
    assert!((1..4).contains(&sent), "{sent}");
}

#[get("/broken")]
async fn broken() -> JsonLines<u32> {
    JsonLines::new(produce_blocking(|numbers| {
        numbers.send(1).expect("the client stays");
        panic!("out of numbers");
    }))
}

/// A client must not take half an answer for a whole one.
#[test]
#[should_panic(expected = "out of numbers")]
fn a_plain_function_that_panics_does_not_end_well() {
    client(App::new().routes(routes![broken])).get("/broken").send();
}

#[get("/never-pings")]
async fn never_pings() -> EventStream<u32> {
    let events = produce(async |events| {
        tokio::task::yield_now().await;
        events.send(1).await;
    });
    EventStream::new(events).ping_interval(std::time::Duration::MAX)
}

#[test]
fn an_interval_may_be_without_end() {
    let answer = client(App::new().routes(routes![never_pings]))
        .get("/never-pings")
        .send();
    assert_eq!(answer.text(), "data: 1\n\n");
}

#[get("/broken-async")]
async fn broken_async() -> JsonLines<u32> {
    JsonLines::new(produce(async |numbers| {
        numbers.send(1).await;
        panic!("out of numbers");
    }))
}

#[tokio::test]
async fn a_stream_that_panics_has_no_last_chunk() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let app = App::new().routes(routes![broken, broken_async]);
    let talk = async {
        for path in ["/broken", "/broken-async"] {
            let mut stream = TcpStream::connect(address).await.unwrap();
            let request = format!("GET {path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
            stream.write_all(request.as_bytes()).await.unwrap();
            let mut seen = Vec::new();
            // how the connection breaks is the system's business
            let _ = stream.read_to_end(&mut seen).await;
            assert!(!seen.ends_with(b"0\r\n\r\n"), "{path}");
        }
    };
    tokio::select! {
        served = app.serve_with(listener, Config::new(), std::future::pending()) => panic!("{served:?}"),
        () = talk => {}
    }
}
