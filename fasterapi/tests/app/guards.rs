//! `RequestId`, `SecurityHeaders`, `BodyLimit`, `Timeout`.

use std::collections::BTreeSet;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use bytes::Bytes;
use fasterapi::middleware::{BodyLimit, ProxyHeaders, RequestId, SecurityHeaders, Timeout};
use fasterapi::prelude::*;
use http_body::Frame;
use tower_service::Service;

use crate::client;

#[get("/")]
async fn id(#[header] x_request_id: Option<String>) -> Option<String> {
    x_request_id
}

#[test]
fn every_request_has_an_id() {
    let client = client(App::new().middleware(RequestId::new()).routes(routes![id]));
    let mut seen = BTreeSet::new();
    for _ in 0..100 {
        let answer = client.get("/").send();
        let id = answer.header("x-request-id").unwrap().to_owned();
        assert_eq!(answer.json::<String>(), id);
        assert!(
            id.len() == 32 && id.bytes().all(|byte| byte.is_ascii_hexdigit()),
            "{id}"
        );
        assert!(seen.insert(id));
    }
    let brought = client.get("/none").header("x-request-id", "a-1_b:2").send();
    assert_eq!(brought.assert_status(404).header("x-request-id"), Some("a-1_b:2"));
    for bad in ["", "a b", "<script>", &"x".repeat(129)] {
        let answer = client.get("/").header("x-request-id", bad).send();
        assert_eq!(answer.header("x-request-id").unwrap().len(), 32, "{bad}");
    }
}

#[test]
fn ids_may_have_another_header_and_always_be_new() {
    let ids = RequestId::new().header("x-trace").keep(false);
    let client = client(App::new().middleware(ids).routes(routes![id]));
    let answer = client.get("/").header("x-trace", "mine").send();
    assert_ne!(answer.header("x-trace"), Some("mine"));
    let error = App::new()
        .middleware(RequestId::new().header("x id"))
        .build()
        .unwrap_err();
    assert!(error.to_string().contains("\"x id\""), "{error}");
}

#[get("/framed")]
async fn framed() -> Response {
    Response::new("hi").header("x-frame-options", "SAMEORIGIN")
}

#[test]
fn security_headers_are_added_where_they_are_missing() {
    let headers = SecurityHeaders::new()
        .content_security_policy("default-src 'self'")
        .without(&http::header::REFERRER_POLICY)
        .strict_transport_security(Duration::from_secs(60));
    let app = App::new().middleware(headers).routes(routes![framed]);
    let client = client(app.middleware(ProxyHeaders::trust(["*"]).unwrap()));
    let plain = client.get("/framed").send();
    assert_eq!(plain.header("x-content-type-options"), Some("nosniff"));
    assert_eq!(plain.header("x-frame-options"), Some("SAMEORIGIN"));
    assert_eq!(plain.header("content-security-policy"), Some("default-src 'self'"));
    assert_eq!(plain.header("referrer-policy"), None);
    assert_eq!(plain.header("strict-transport-security"), None);
    let secure = client.get("/none").header("x-forwarded-proto", "https").send();
    assert_eq!(secure.header("strict-transport-security"), Some("max-age=60"));
    assert_eq!(secure.header("x-frame-options"), Some("DENY"));
    let bad = SecurityHeaders::new().content_security_policy("a\nb");
    assert!(App::new().middleware(bad).build().is_err());
}

#[post("/body")]
async fn body(text: Value) -> Value {
    text
}

#[post("/raw")]
async fn raw(mut request: Request) -> Result<usize, HttpError> {
    let body = request.body().await;
    body.map(|body| body.len())
        .map_err(|error| HttpError::bad_request(error.to_string()))
}

/// A body of unknown length.
struct Pieces(usize);

impl http_body::Body for Pieces {
    type Data = Bytes;
    type Error = fasterapi::BoxError;

    fn poll_frame(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, Self::Error>>> {
        if self.0 == 0 {
            return Poll::Ready(None);
        }
        self.0 -= 1;
        Poll::Ready(Some(Ok(Frame::data(Bytes::from_static(b"11111")))))
    }
}

fn status_of_stream(path: &str, pieces: usize) -> u16 {
    let app = App::new().middleware(BodyLimit::new(10)).routes(routes![body, raw]);
    status_of_body(app, path, "application/json", pieces)
}

fn status_of_body(app: App, path: &str, content_type: &str, pieces: usize) -> u16 {
    let request = http::Request::post(path).header("content-type", content_type);
    let request = request.body(Body::new(Pieces(pieces))).unwrap();
    let mut service = app.into_service().unwrap();
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    runtime.block_on(service.call(request)).unwrap().status().as_u16()
}

#[test]
fn bodies_that_are_too_large_are_refused() {
    let client = client(App::new().middleware(BodyLimit::new(10)).routes(routes![body, raw]));
    client.post("/body").json(&12345678).send().assert_status(200);
    let refused = client.post("/raw").body("12345678901").send().assert_status(413);
    assert_eq!(refused.json::<Value>(), json!({"detail": "Content Too Large"}));
    assert_eq!((status_of_stream("/body", 2), status_of_stream("/body", 3)), (200, 413));
    assert_eq!((status_of_stream("/raw", 2), status_of_stream("/raw", 3)), (200, 400));
}

#[cfg(feature = "multipart")]
#[post("/file")]
async fn file(file: UploadFile) -> u64 {
    file.size()
}

#[cfg(feature = "multipart")]
#[test]
fn a_form_that_is_too_large_is_refused_as_other_bodies_are() {
    let app = App::new().middleware(BodyLimit::new(4)).routes(routes![file]);
    assert_eq!(status_of_body(app, "/file", "multipart/form-data; boundary=x", 1), 413);
}

#[get("/never")]
async fn never() -> String {
    std::future::pending().await
}

#[test]
fn a_handler_that_takes_too_long_is_answered_for() {
    let app = || App::new().routes(routes![never, framed]);
    let impatient = client(app().middleware(Timeout::new(Duration::ZERO)));
    impatient.get("/framed").send().assert_status(200);
    let answer = impatient.get("/never").send().assert_status(504);
    assert_eq!(answer.json::<Value>(), json!({"detail": "Gateway Timeout"}));
    let other = Timeout::new(Duration::ZERO).status(StatusCode::SERVICE_UNAVAILABLE);
    client(app().middleware(other)).get("/never").send().assert_status(503);
}
