//! The test client: cookies, redirects, streams, errors raised or answered, messages of assertions (`TEST-01` to `TEST-10`).

use std::panic::{AssertUnwindSafe, catch_unwind};

use fasterapi::prelude::*;
use fasterapi::server::Config;
use fasterapi::testing::TestClient;

use crate::client;

#[post("/login")]
async fn login(response: &mut ResponseParts) -> &'static str {
    response.set_cookie(Cookie::new("session", "s3cret").http_only(true));
    response.set_cookie(Cookie::new("admin", "1").path("/admin"));
    "in"
}

#[post("/logout")]
async fn logout() -> Response {
    Response::new("out").delete_cookie("session")
}

#[get("/cookies")]
async fn cookies(#[header] cookie: Option<String>) -> Option<String> {
    cookie
}

#[get("/admin/cookies")]
async fn admin_cookies(#[header] cookie: Option<String>) -> Option<String> {
    cookie
}

#[get("/auth")]
async fn auth(#[header] authorization: Option<String>) -> Option<String> {
    authorization
}

#[get("/elsewhere")]
async fn elsewhere() -> Redirect {
    Redirect::to("http://other.example/auth")
}

#[get("/hop")]
async fn hop() -> Redirect {
    Redirect::to("/auth")
}

#[get("/panics")]
async fn panics() -> &'static str {
    panic!("the roof is on fire")
}

#[get("/fails")]
async fn fails() -> Result<u8, std::num::ParseIntError> {
    "x".parse()
}

#[get("/lines")]
async fn lines() -> StreamingResponse {
    StreamingResponse::new(produce(async |out| {
        for piece in ["one\ntw", "o\r\n", "\nlast"] {
            out.send(piece).await;
        }
    }))
}

#[get("/events")]
async fn events() -> EventStream {
    EventStream::new(produce(async |out| {
        out.send(ServerSentEvent::new().comment("hello")).await;
        out.send(ServerSentEvent::new().raw_data("a\nb").event("note").id("7").retry(50))
            .await;
        out.send(ServerSentEvent::new().data(&json!({"n": 1}))).await;
    }))
}

#[get("/where")]
async fn location(request: &Request) -> Value {
    json!([
        request.url().to_string(),
        request.root_path(),
        request.client().to_string()
    ])
}

fn app() -> App {
    App::new().routes(routes![
        login,
        logout,
        cookies,
        admin_cookies,
        auth,
        elsewhere,
        hop,
        panics,
        fails,
        lines,
        events,
        location
    ])
}

#[test]
fn cookies_are_kept_as_a_browser_keeps_them() {
    let client = client(app());
    let answer = client.post("/login").send().assert_status(200);
    assert_eq!(answer.cookie("session"), Some("s3cret"));
    client.get("/cookies").send().assert_json(json!("session=s3cret"));
    client
        .get("/admin/cookies")
        .send()
        .assert_json(json!("admin=1; session=s3cret"));
    client
        .get("/cookies")
        .cookie("session", "mine")
        .send()
        .assert_json(json!("session=mine"));
    client
        .clone()
        .get("/cookies")
        .cookie("a", "b")
        .send()
        .assert_json(json!("a=b; session=s3cret"));
    assert_eq!(client.kept_cookie("session").as_deref(), Some("s3cret"));
    client.post("/logout").send().assert_status(200);
    client.get("/cookies").send().assert_json(Value::Null);
    let client = crate::client(app()).cookie("theme", "dark");
    client.get("/cookies").send().assert_json(json!("theme=dark"));
    client.forget_cookies();
    client.get("/cookies").send().assert_json(Value::Null);
    let client = crate::client(app()).keep_cookies(false);
    client.post("/login").send().assert_status(200);
    client.get("/cookies").send().assert_json(Value::Null);
}

#[test]
fn credentials_do_not_follow_a_redirect_to_another_host() {
    let client = client(app()).follow_redirects(true);
    client
        .get("/auth")
        .basic_auth("Ada", "l:ove")
        .send()
        .assert_json(json!("Basic QWRhOmw6b3Zl"));
    let answer = client
        .get("/hop")
        .bearer_auth("t")
        .send()
        .assert_json(json!("Bearer t"));
    assert_eq!((answer.history().len(), answer.url()), (1, "http://testserver/auth"));
    assert_eq!(answer.history()[0].status(), 307);
    let answer = client
        .get("/elsewhere")
        .bearer_auth("t")
        .send()
        .assert_json(Value::Null);
    assert_eq!(answer.url(), "http://other.example/auth");
}

#[test]
fn unexpected_errors_are_answered_or_raised() {
    let client = client(app());
    client
        .get("/panics")
        .send()
        .assert_status(500)
        .assert_text("Internal Server Error");
    let client = client.raise_server_errors(true);
    for (path, text) in [
        ("/panics", "the roof is on fire"),
        ("/fails", "invalid digit found in string"),
    ] {
        let raised = catch_unwind(AssertUnwindSafe(|| client.get(path).send())).unwrap_err();
        let message = raised.downcast_ref::<String>().unwrap();
        assert!(message.contains(path) && message.contains(text), "{message}");
    }
    client.get("/none").send().assert_status(404);
}

#[test]
fn streams_are_read_in_pieces() {
    let client = client(app());
    let mut answer = client.get("/lines").send_stream();
    assert_eq!(answer.status(), 200);
    let lines: Vec<String> = std::iter::from_fn(|| answer.line()).collect();
    assert_eq!(lines, ["one", "two", "", "last"]);
    let mut answer = client.get("/lines").send_stream();
    assert_eq!(answer.chunk().unwrap(), "one\ntw");
    let mut answer = client.get("/events").send_stream();
    let note = answer.event().unwrap();
    assert_eq!(
        (
            note.event.as_deref(),
            note.data.as_str(),
            note.id.as_deref(),
            note.retry
        ),
        (Some("note"), "a\nb", Some("7"), Some(50))
    );
    assert_eq!(answer.event().unwrap().json::<Value>(), json!({"n": 1}));
    assert_eq!(answer.event(), None);
}

#[tokio::test]
async fn streams_may_be_awaited() {
    let client = client(app());
    let mut answer = client.get("/lines").stream().await;
    assert_eq!(answer.next_line().await.as_deref(), Some("one"));
    assert_eq!(answer.next_chunk().await.unwrap(), "tw");
}

#[test]
fn a_client_may_seem_to_be_anywhere() {
    let peer = "203.0.113.7:4000".parse().unwrap();
    let client = TestClient::with_config(app(), &Config::new().root_path("/api")).unwrap();
    let client = client
        .base_url("https://shop.example:8443")
        .client(fasterapi::request::Client::Ip(peer));
    let expected = json!(["https://shop.example:8443/api/where", "/api", "203.0.113.7:4000"]);
    client.get("/where").send().assert_json(expected);
}

#[test]
fn assertions_show_the_answer() {
    let client = client(app());
    let told = |assertion: &dyn Fn()| {
        let raised = catch_unwind(AssertUnwindSafe(assertion)).unwrap_err();
        raised.downcast_ref::<String>().unwrap().clone()
    };
    let ask = || client.get("/auth").bearer_auth("t").send();
    for message in [
        told(&|| drop(ask().assert_status(201))),
        told(&|| drop(ask().assert_json(json!(1)))),
        told(&|| drop(ask().assert_text("x"))),
        told(&|| drop(ask().assert_header("x-a", "b"))),
        told(&|| assert_eq!(ask().json::<u8>(), 0)),
    ] {
        assert!(message.contains("200 OK of http://testserver/auth"), "{message}");
        assert!(
            message.contains("content-type: \"application/json\"") && message.contains("\"Bearer t\""),
            "{message}"
        );
    }
}
