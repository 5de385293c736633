//! Answers compressed with gzip.

use std::convert::Infallible;
use std::ops::Range;
use std::pin::Pin;
use std::task::{Context, Poll};

use bytes::Bytes;
use fasterapi::middleware::Compression;
use fasterapi::prelude::*;
use http_body::Frame;

/// A body that is made line by line.
struct Lines(Range<usize>, fn(usize) -> String);

impl http_body::Body for Lines {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
        let next = self.0.next();
        Poll::Ready(next.map(|number| Ok(Frame::data(self.1(number).into()))))
    }
}

#[get("/big")]
async fn big() -> PlainText<String> {
    PlainText("fern ".repeat(100))
}

#[get("/small")]
async fn small() -> PlainText<&'static str> {
    PlainText("fern")
}

#[get("/json")]
async fn json() -> Value {
    json!({"items": (0..60).collect::<Vec<_>>()})
}

#[get("/stream")]
async fn stream() -> Response {
    let lines = Lines(0..5, |number| format!("line {number}\n"));
    Response::new(Body::new(lines)).header("content-type", "text/plain; charset=utf-8")
}

#[get("/events")]
async fn events() -> Response {
    let lines = Lines(0..50, |number| format!("data: {number}\n\n"));
    Response::new(Body::new(lines)).header("content-type", "text/event-stream; charset=utf-8")
}

#[get("/encoded")]
async fn encoded() -> Response {
    Response::new("x".repeat(200))
        .header("content-type", "text/plain; charset=utf-8")
        .header("content-encoding", "br")
}

#[get("/vary")]
async fn vary() -> Response {
    Response::new("y".repeat(200))
        .header("content-type", "text/plain; charset=utf-8")
        .header("vary", "Origin")
}

/// The app.
pub fn app() -> App {
    App::new()
        .middleware(Compression::gzip().minimum_size(100))
        .routes(routes![big, small, json, stream, events, encoded, vary])
}
