//! What web pages and other clients of bad intent try: origins that look alike, credentials that are odd, cookies of others.

use fasterapi::middleware::{Cors, Session, Sessions};
use fasterapi::prelude::*;
use fasterapi::security::{HttpAuthorizationCredentials, HttpBasic, HttpBasicCredentials, HttpBearer};
use fasterapi::testing::TestClient;

use crate::client;

#[get("/fine")]
async fn fine() -> u8 {
    1
}

#[get("/refused")]
async fn refused(n: u8) -> u8 {
    n
}

#[get("/panic")]
async fn panics() -> u8 {
    panic!("on purpose")
}

#[options("/asked")]
async fn asked() -> u8 {
    panic!("a preflight came through")
}

fn cors(origin: &str) -> TestClient {
    let cors = Cors::new().allow_origins([origin]).allow_credentials(true);
    client(
        App::new()
            .middleware(cors)
            .routes(routes![fine, refused, panics, asked]),
    )
}

fn allows(client: &TestClient, path: &str, origin: &str) -> bool {
    let answer = client.get(path).header("origin", origin).send();
    answer.header("access-control-allow-origin").is_some()
}

#[test]
fn an_origin_that_looks_alike_is_another() {
    let client = cors("https://app.example:8443");
    assert!(allows(&client, "/fine", "https://app.example:8443"));
    for other in [
        "http://app.example:8443",
        "https://app.example",
        "https://app.example:843",
        "https://app.example:84430",
        "https://app.example:8443/",
        "https://APP.example:8443",
        "https://evil-app.example:8443",
        "https://app.example.evil:8443",
        "https://app.example:8443.evil",
        "https://app.example:8443@evil",
        "https://appxexample:8443",
        "https://app.example:8443 https://evil",
        "null",
        "",
        "*",
    ] {
        assert!(!allows(&client, "/fine", other), "{other}");
    }
}

/// A page that may read answers may read those of errors.
#[test]
fn errors_have_the_headers_too() {
    let client = cors("https://app.example");
    for (path, status) in [("/fine", 200), ("/nowhere", 404), ("/refused", 422), ("/panic", 500)] {
        let answer = client
            .get(path)
            .header("origin", "https://app.example")
            .send()
            .assert_status(status);
        assert_eq!(
            answer.header("access-control-allow-origin"),
            Some("https://app.example"),
            "{path}"
        );
        assert_eq!(answer.header("vary"), Some("Origin"), "{path}");
    }
    assert_eq!(client.get("/fine").send().header("vary"), Some("Origin"));
}

#[test]
fn a_preflight_reaches_no_handler() {
    let client = cors("https://app.example");
    for (origin, status) in [("https://app.example", 200), ("https://evil.example", 400)] {
        let asked = client.options("/asked").header("origin", origin);
        asked
            .header("access-control-request-method", "GET")
            .send()
            .assert_status(status);
    }
}

#[get("/basic")]
async fn basic(#[security(HttpBasic::new())] user: HttpBasicCredentials) -> Value {
    json!([user.username, user.password])
}

#[get("/bearer")]
async fn bearer(#[security(HttpBearer::new())] token: HttpAuthorizationCredentials) -> String {
    token.credentials
}

#[test]
fn odd_credentials_are_none() {
    let client = client(App::new().routes(routes![basic, bearer]));
    let encoded = |text: &[u8]| {
        format!(
            "Basic {}",
            base64::Engine::encode(&base64::prelude::BASE64_STANDARD, text)
        )
    };
    let long = "p".repeat(5_000);
    for (text, read) in [
        ("ann:secret", ["ann", "secret"]),
        ("ann:a:b", ["ann", "a:b"]),
        (":", ["", ""]),
        (":secret", ["", "secret"]),
        ("\u{e4}:\u{2713}", ["\u{e4}", "\u{2713}"]),
        (&format!("ann:{long}"), ["ann", &long]),
    ] {
        let answer = client
            .get("/basic")
            .header("authorization", encoded(text.as_bytes()))
            .send();
        assert_eq!(answer.assert_status(200).json::<Value>(), json!(read), "{text}");
    }
    for header in [
        "Basic".to_owned(),
        "Basic ".to_owned(),
        "Basic !!!!".to_owned(),
        "Basic YW5u=".to_owned(),
        encoded(b"no colon"),
        encoded(b"ann:\xff"),
        format!("{}x", encoded(b"ann:secret")),
        "Bearer YW5uOnNlY3JldA==".to_owned(),
        "BasicYW5uOnNlY3JldA==".to_owned(),
        "Basic YW5u OnNlY3JldA==".to_owned(),
    ] {
        client
            .get("/basic")
            .header("authorization", &header)
            .send()
            .assert_status(401);
    }
}

/// Somebody in front may have looked at the other one.
#[test]
fn two_authorizations_are_none() {
    let client = client(App::new().routes(routes![basic, bearer]));
    for (path, line) in [("/basic", "Basic YW5uOnNlY3JldA=="), ("/bearer", "Bearer token")] {
        client.get(path).header("authorization", line).send().assert_status(200);
        let twice = client
            .get(path)
            .header("authorization", line)
            .header("authorization", line);
        let answer = twice.send();
        assert!(answer.status() == 401, "{path}: {}", answer.status());
    }
}

#[post("/keep")]
async fn keep(session: Session, text: String) -> bool {
    session.insert("text", text);
    true
}

#[get("/kept")]
async fn kept(session: Session) -> Option<String> {
    session.get("text")
}

#[test]
fn sessions_of_others_are_none() {
    let secret = "a secret of thirty-two characters, or more";
    let sessions = || client(App::new().middleware(Sessions::new(secret)).routes(routes![keep, kept]));
    let signed = |text: &str| {
        let answer = sessions().post("/keep").query("text", text).send().assert_status(200);
        answer
            .header("set-cookie")
            .map(|line| line.split(';').next().unwrap_or_default().to_owned())
    };
    let read = |cookie: &str| {
        sessions()
            .get("/kept")
            .header("cookie", cookie)
            .send()
            .assert_status(200)
            .json::<Value>()
    };
    let (mine, yours) = (signed("mine").unwrap(), signed("yours").unwrap());
    assert_eq!(read(&mine), json!("mine"));
    // parts of one with parts of the other, and less than all
    let parts = |cookie: &str| {
        cookie
            .trim_start_matches("session=")
            .split('.')
            .map(str::to_owned)
            .collect::<Vec<_>>()
    };
    let (one, two) = (parts(&mine), parts(&yours));
    for mixed in [
        format!("session={}.{}.{}", one[0], one[1], two[2]),
        format!("session={}.{}.{}", two[0], one[1], one[2]),
        format!("session={}.ffffffffff.{}", one[0], one[2]),
        format!("session={}.{}", one[0], one[1]),
        format!("session={}.{}.", one[0], one[1]),
        format!("session={}", one[0]),
        "session=".to_owned(),
        "session".to_owned(),
        format!("session={mine}"),
        "session=null".to_owned(),
        mine.replace("session=", "Session="),
    ] {
        assert_eq!(read(&mixed), Value::Null, "{mixed}");
    }
    // of two of one name one counts, whole, and never a mixture
    let both = read(&format!("{mine}; {yours}"));
    assert!(both == json!("mine") || both == json!("yours"), "{both}");
    // one that no browser keeps is told to the log, and not cut to fit
    let long = "x".repeat(5_000);
    assert_eq!(read(&signed(&long).unwrap()), json!(long));
}
