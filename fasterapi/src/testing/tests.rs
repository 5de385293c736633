use std::ops::ControlFlow;

use http::StatusCode;

use super::TestClient;
use crate::middleware::Hook;
use crate::request::{Client, Request};
use crate::{App, Response};

/// Answers every request with what it was, or with the redirect that the query asks for.
struct Echo;

impl Hook for Echo {
    type Kept = ();
    const AFTER: bool = false;

    fn before(&self, request: &mut Request) -> ControlFlow<Response> {
        let value = |name| request.query_value(name).map(|value| value.into_owned());
        if let (Some(status), Some(location)) = (value("status"), value("to")) {
            let status = StatusCode::from_bytes(status.as_bytes()).unwrap();
            return ControlFlow::Break(Response::empty(status).header("location", location));
        }
        if request.path() == "/loop" {
            return ControlFlow::Break(Response::empty(StatusCode::FOUND).header("location", "/loop"));
        }
        let (method, url) = (request.method(), request.url());
        let body = request.body_bytes().map_or(0, <[u8]>::len);
        ControlFlow::Break(Response::new(format!("{method} {url} {} {body}", request.client())))
    }
}

fn client() -> TestClient {
    TestClient::new(App::new().middleware(Echo)).unwrap()
}

#[test]
fn a_path_is_sent_as_it_is() {
    let response = client().get("/a%2Fb/%00?q=%20&r").query("s", "ä&").send();
    assert_eq!(
        response.text(),
        "GET http://testserver/a%2Fb/%00?q=%20&r&s=%C3%A4%26 unknown 0"
    );
}

#[test]
fn base_url_and_client_can_be_chosen() {
    let client = client()
        .base_url("https://api.example:8443")
        .client(Client::Ip("10.0.0.1:5".parse().unwrap()));
    assert_eq!(
        client.trace("/").send().text(),
        "TRACE https://api.example:8443/ 10.0.0.1:5 0"
    );
}

#[test]
fn redirects_are_followed_when_asked_for() {
    let plain = client();
    plain.get("/?status=307&to=/b").send().assert_status(307);
    let follows = client().follow_redirects(true);
    for (status, to, expected) in [
        ("307", "/b", "POST http://testserver/b unknown 3"),
        ("303", "/b", "GET http://testserver/b unknown 0"),
        ("302", "c", "GET http://testserver/x/c unknown 0"),
        ("308", "https://other.example", "POST https://other.example/ unknown 3"),
        ("308", "//other.example?q=1", "POST http://other.example/?q=1 unknown 3"),
    ] {
        let response = follows
            .post("/x/a")
            .query("status", status)
            .query("to", to)
            .body("abc")
            .send();
        assert_eq!(response.text(), expected, "{status} {to}");
    }
}

#[test]
#[should_panic(expected = "more than 20 redirects")]
fn redirects_end() {
    client().follow_redirects(true).get("/loop").send();
}

#[test]
fn a_head_answer_has_no_body() {
    assert_eq!(client().head("/").send().text(), "");
}

#[test]
#[should_panic(expected = "\"/a b\" cannot be sent")]
fn a_bad_path_is_named() {
    client().get("/a b").send();
}

#[test]
#[should_panic(expected = "\"items\" is not a path")]
fn a_relative_path_is_named() {
    client().get("items").send();
}

#[test]
#[should_panic(expected = "but the answer is\n200 OK")]
fn an_unexpected_status_shows_the_answer() {
    client().get("/").send().assert_status(404);
}

#[tokio::test]
async fn async_tests_await() {
    assert_eq!(client().get("/").await.status(), 200);
}

#[tokio::test]
#[should_panic(expected = "write `client.get(..).await` instead")]
async fn async_tests_must_not_block() {
    client().get("/").send();
}

#[test]
fn a_client_may_be_dropped_anywhere() {
    let client = client();
    client.get("/").send();
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    runtime.block_on(async move { drop(client) });
}
