//! `Sessions` beyond the conformance app: rotation of secrets, attributes, mistakes.

use std::fmt::Debug;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use fasterapi::middleware::{Session, Sessions};
use fasterapi::prelude::*;
use fasterapi::testing::TestClient;
use tracing::field::Field;
use tracing::{Event, Subscriber};
use tracing_subscriber::layer::{Context, Layer, SubscriberExt};

use crate::client;

#[post("/count")]
async fn count(session: Session) -> u64 {
    let count = session.get("count").unwrap_or(0) + 1;
    session.insert("count", count);
    count
}

#[post("/forget")]
async fn forget(session: Session) -> bool {
    session.remove("count")
}

#[get("/other")]
async fn other() -> &'static str {
    "other"
}

fn with(sessions: Sessions) -> TestClient {
    client(App::new().middleware(sessions).routes(routes![count, forget, other]))
}

const OLD: &str = "the old secret, long enough";
const NEW: &str = "the new secret, long enough";

fn cookie_of(client: &TestClient) -> String {
    let answer = client.post("/count").send().assert_status(200);
    let line = answer.header("set-cookie").unwrap();
    line.split(';').next().unwrap().to_owned()
}

fn counted(client: &TestClient, cookie: &str) -> u64 {
    client
        .post("/count")
        .header("cookie", cookie)
        .send()
        .assert_status(200)
        .json()
}

#[test]
fn a_new_secret_logs_nobody_out() {
    let cookie = cookie_of(&with(Sessions::new(OLD)));
    assert_eq!(counted(&with(Sessions::new(OLD)), &cookie), 2);
    assert_eq!(counted(&with(Sessions::new(NEW).old_secret(OLD)), &cookie), 2);
    assert_eq!(counted(&with(Sessions::new(NEW)), &cookie), 1);
}

#[test]
fn only_what_looks_at_the_session_depends_on_the_cookie() {
    let client = with(Sessions::new(OLD));
    let answer = client.get("/other").send();
    assert_eq!((answer.header("vary"), answer.header("set-cookie")), (None, None));
    let answer = client.post("/forget").send();
    assert_eq!(
        (answer.header("vary"), answer.header("set-cookie")),
        (Some("Cookie"), None)
    );
    let cookie = cookie_of(&client);
    let answer = client.post("/forget").header("cookie", &cookie).send();
    assert!(
        answer
            .header("set-cookie")
            .unwrap()
            .contains("expires=Thu, 01 Jan 1970")
    );
}

#[test]
fn the_cookie_has_its_attributes() {
    let line = |sessions: Sessions| {
        let answer = with(sessions).post("/count").send();
        let line = answer.header("set-cookie").unwrap();
        line.split_once("; ").unwrap().1.to_owned()
    };
    assert_eq!(
        line(Sessions::new(OLD)),
        "path=/; Max-Age=1209600; httponly; samesite=lax"
    );
    let all = Sessions::new(OLD)
        .max_age(None)
        .path("/app")
        .domain("example.com")
        .same_site(SameSite::None)
        .https_only(true)
        .partitioned(true);
    assert_eq!(
        line(all),
        "path=/app; httponly; samesite=none; secure; domain=example.com; partitioned"
    );
}

#[test]
fn an_expired_session_is_none() {
    let client = with(Sessions::new(OLD).max_age(Duration::ZERO));
    let cookie = cookie_of(&client);
    assert_eq!(counted(&client, &cookie), 1);
}

#[test]
fn mistakes_are_told_at_the_start() {
    for (sessions, mend) in [
        (Sessions::new("short"), "32 random"),
        (Sessions::new(OLD).old_secret(""), "32 random"),
        (Sessions::new(OLD).cookie("a b"), "name of a cookie"),
        (Sessions::new(OLD).path("app"), "path"),
        (Sessions::new(OLD).domain("a; b"), "domain"),
        (Sessions::new(OLD).same_site(SameSite::None), "https_only"),
        (Sessions::new(OLD).cookie("__Secure-s"), "https_only"),
        (Sessions::new(OLD).cookie("__host-s"), "https_only"),
        (
            Sessions::new(OLD).cookie("__Host-s").https_only(true).path("/a"),
            "the path \"/\"",
        ),
        (
            Sessions::new(OLD)
                .cookie("__Host-s")
                .https_only(true)
                .domain("a.example"),
            "without a domain",
        ),
    ] {
        let error = App::new().middleware(sessions).build().unwrap_err();
        assert!(error.to_string().contains(mend), "{error}");
    }
    let bound = Sessions::new(OLD).cookie("__Host-s").https_only(true);
    assert!(App::new().middleware(bound).build().is_ok());
}

#[test]
fn a_session_without_its_middleware_is_an_error_of_the_program() {
    let client = client(App::new().routes(routes![count]));
    client.post("/count").send().assert_status(500);
}

#[post("/keep")]
async fn keep(length: usize, session: Session) {
    session.insert("text", "x".repeat(length));
}

/// The messages of events.
#[derive(Clone, Default)]
struct Messages(Arc<Mutex<Vec<String>>>);

impl<S: Subscriber> Layer<S> for Messages {
    fn on_event(&self, event: &Event<'_>, _: Context<'_, S>) {
        let mut messages = self.0.lock().unwrap();
        event.record(&mut |field: &Field, value: &dyn Debug| {
            if field.name() == "message" {
                messages.push(format!("{} {value:?}", event.metadata().level()));
            }
        });
    }
}

#[test]
fn a_session_that_browsers_would_drop_is_sent_and_told() {
    let client = client(
        App::new()
            .middleware(Sessions::new(OLD).cookie("cart"))
            .routes(routes![keep]),
    );
    let messages = Messages::default();
    let keep = |length: usize| {
        let heard = tracing_subscriber::registry().with(messages.clone());
        let answer = tracing::subscriber::with_default(heard, || client.post("/keep").query("length", length).send());
        answer.assert_status(200).header("set-cookie").unwrap().len()
    };
    assert!(keep(2_800) <= 4096);
    assert_eq!(messages.0.lock().unwrap().len(), 0);
    let sent = keep(4_000);
    assert!(sent > 4096, "{sent}");
    let messages = messages.0.lock().unwrap();
    assert_eq!(messages.len(), 1);
    let told = format!("ERROR the session cookie \"cart\" has {sent} bytes, of which browsers keep 4096");
    assert!(messages[0].starts_with(&told), "{messages:?}");
}
