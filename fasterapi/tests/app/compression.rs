//! `Compression`: what is compressed, with what, and what is not.

use std::io::Read;
use std::pin::Pin;
use std::task::{Context, Poll};

use bytes::Bytes;
use fasterapi::middleware::Compression;
use fasterapi::prelude::*;
use fasterapi::testing::{TestClient, TestResponse};
use http_body::Frame;

use crate::client;

/// A body of these pieces, of unknown length.
struct Pieces(Vec<&'static str>);

impl http_body::Body for Pieces {
    type Data = Bytes;
    type Error = fasterapi::BoxError;

    fn poll_frame(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, Self::Error>>> {
        Poll::Ready((!self.0.is_empty()).then(|| Ok(Frame::data(Bytes::from_static(self.0.remove(0).as_bytes())))))
    }
}

#[get("/text/{size}")]
async fn text(size: usize, #[header] tell: Option<String>) -> Response {
    let response = Response::new(story(size))
        .header("content-type", "text/plain")
        .header("etag", "\"v1\"");
    match tell.as_deref().and_then(|tell| tell.split_once('=')) {
        Some((name, value)) => response.header(name, value),
        None => response,
    }
}

#[get("/stream")]
async fn stream() -> Response {
    Response::new(Body::new(Pieces(vec!["one ", "two ", "three"]))).header("content-type", "text/plain")
}

fn story(size: usize) -> String {
    "fern ".chars().cycle().take(size).collect()
}

fn compressing(compression: Compression) -> TestClient {
    client(App::new().middleware(compression).routes(routes![text, stream]))
}

fn ask(path: &str, accept: &str) -> TestResponse {
    let client = compressing(Compression::new());
    client.get(path).header("accept-encoding", accept).send()
}

fn unpacked(response: &TestResponse) -> String {
    let bytes = &response.bytes()[..];
    let mut text = String::new();
    match response.header("content-encoding") {
        Some("gzip") => flate2::read::GzDecoder::new(bytes).read_to_string(&mut text).unwrap(),
        Some("br") => brotli::Decompressor::new(bytes, 4096)
            .read_to_string(&mut text)
            .unwrap(),
        Some("zstd") => zstd::Decoder::new(bytes).unwrap().read_to_string(&mut text).unwrap(),
        other => panic!("{other:?}"),
    };
    text
}

#[test]
fn every_encoding_can_be_read_again() {
    for (accept, encoding) in [("gzip", "gzip"), ("br", "br"), ("gzip, br, zstd", "zstd")] {
        for size in [500, 5_000, 300_000] {
            let response = ask(&format!("/text/{size}"), accept);
            assert_eq!(response.header("content-encoding"), Some(encoding));
            assert_eq!(response.header("vary"), Some("Accept-Encoding"));
            assert_eq!(response.header("etag"), Some("W/\"v1\""));
            assert!(response.bytes().len() < size / 5);
            assert_eq!(unpacked(&response), story(size));
        }
    }
}

#[test]
fn small_bodies_stay_as_they_are() {
    let response = ask("/text/499", "gzip");
    assert_eq!(
        (response.header("content-encoding"), response.header("vary")),
        (None, None)
    );
    assert_eq!(response.text(), story(499));
    let client = compressing(Compression::new().minimum_size(10));
    let response = client.get("/text/20").header("accept-encoding", "gzip").send();
    assert_eq!(unpacked(&response), story(20));
}

#[test]
fn streams_are_compressed_whatever_their_size() {
    for accept in ["gzip", "br", "zstd"] {
        assert_eq!(unpacked(&ask("/stream", accept)), "one two three");
    }
}

#[test]
fn caches_hear_of_it_when_a_client_accepts_nothing() {
    let response = ask("/text/500", "identity");
    assert_eq!(response.header("vary"), Some("Accept-Encoding"));
    assert_eq!(response.text(), story(500));
    assert_eq!(response.header("etag"), Some("\"v1\""));
}

#[test]
fn what_gains_nothing_is_left_alone() {
    let client = compressing(Compression::new());
    for tell in [
        "content-type=image/png",
        "content-type=text/event-stream; charset=utf-8",
        "content-type=application/zip",
        "content-encoding=identity",
        "content-range=bytes 0-1/2",
        "cache-control=public, no-transform",
        "cache-control=No-Transform",
    ] {
        let request = client.get("/text/900").header("accept-encoding", "gzip");
        let response = request.header("tell", tell).send();
        assert_eq!(response.text(), story(900), "{tell}");
        assert_eq!(response.header("vary"), None, "{tell}");
    }
    let request = client.get("/text/900").header("accept-encoding", "gzip");
    let response = request.header("tell", "content-type=image/svg+xml").send();
    assert_eq!(unpacked(&response), story(900));
}

#[test]
fn gzip_alone_is_gzip_alone() {
    let client = compressing(Compression::gzip());
    let response = client
        .get("/text/900")
        .header("accept-encoding", "br, gzip;q=0.5")
        .send();
    assert_eq!(response.header("content-encoding"), Some("gzip"));
}
