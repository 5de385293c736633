//! Before a WebSocket is accepted, all answers are HTTP.

use fasterapi::prelude::*;
use fasterapi::security::{HttpAuthorizationCredentials, HttpBearer};

use crate::client;

#[dependency]
async fn token(#[query] token: Option<String>) -> Result<String, HttpError> {
    token.ok_or_else(|| HttpError::new(StatusCode::UNAUTHORIZED, "who are you?").header("www-authenticate", "Bearer"))
}

#[websocket("/private")]
async fn private(ws: WebSocket, #[depends(token)] token: String) -> Result<(), WebSocketError> {
    ws.accept().await?;
    ws.send_text(token).await
}

#[websocket("/items/{id}")]
async fn items(ws: WebSocket, id: u32, #[query(max_length = 2)] q: Option<String>) -> Result<(), WebSocketError> {
    ws.accept().await?;
    ws.send_json(&json!([id, q])).await
}

#[websocket("/denied")]
async fn denied(ws: WebSocket) -> Result<(), WebSocketError> {
    let answer = Response::json(&json!({"upgrade": "your plan"})).status(StatusCode::PAYMENT_REQUIRED);
    ws.send_denial_response(answer.header("x-plan", "free")).await?;
    assert!(ws.accept().await.is_err());
    Ok(())
}

#[websocket("/closed")]
async fn closed(ws: WebSocket) {
    ws.close(4003, "not today").await;
}

#[websocket("/forgetful")]
async fn forgetful(_ws: WebSocket) {}

#[websocket("/hasty")]
async fn hasty(ws: WebSocket) -> Result<(), WebSocketError> {
    ws.send_text("hello").await
}

#[websocket("/panics")]
async fn panics(_ws: WebSocket) {
    panic!("on purpose")
}

#[get("/page")]
fn page() -> &'static str {
    "page"
}

fn app() -> App {
    App::new().routes(routes![private, items, denied, closed, forgetful, hasty, panics, page])
}

fn refused(path: &str) -> (u16, String) {
    let answer = client(app()).websocket(path).try_connect().expect_err("it is refused");
    (answer.status().as_u16(), answer.text().to_owned())
}

/// WS-09, DEP-22: an `HttpError` is answered as it is.
#[test]
fn dependencies_refuse_with_their_answer() {
    let answer = client(app()).websocket("/private").try_connect().unwrap_err();
    assert_eq!(
        (answer.status().as_u16(), answer.header("www-authenticate")),
        (401, Some("Bearer"))
    );
    assert_eq!(
        client(app()).websocket("/private?token=t").connect().receive_text(),
        "t"
    );
}

/// WS-09, ERR-11: what does not fit is 403, with FastAPI's errors.
#[test]
fn parameters_are_checked() {
    let (status, body) = refused("/items/x?q=abc");
    let errors: Value = serde_json::from_str(&body).unwrap();
    assert_eq!(status, 403);
    assert_eq!(errors["detail"][0]["loc"], json!(["path", "id"]));
    assert_eq!(errors["detail"][1]["type"], "string_too_long");
    assert_eq!(
        client(app())
            .websocket("/items/3?q=ab")
            .connect()
            .receive_json::<Value>(),
        json!([3, "ab"])
    );
}

/// WS-05, WS-06.
#[test]
fn a_handler_refuses() {
    let answer = client(app()).websocket("/denied").try_connect().unwrap_err();
    assert_eq!((answer.status().as_u16(), answer.header("x-plan")), (402, Some("free")));
    assert_eq!(answer.json::<Value>(), json!({"upgrade": "your plan"}));
    assert_eq!(refused("/closed"), (403, r#"{"detail":"Forbidden"}"#.to_owned()));
}

#[test]
fn a_handler_that_is_wrong_answers_500() {
    for path in ["/forgetful", "/hasty", "/panics"] {
        assert_eq!(refused(path), (500, "Internal Server Error".to_owned()), "{path}");
    }
}

/// WS-12: a WebSocket where none is, and a page where a WebSocket is.
#[test]
fn http_and_websockets_are_told_apart() {
    assert_eq!(refused("/none").0, 403);
    assert_eq!(refused("/page").0, 403);
    let client = client(app());
    client.get("/closed").send().assert_status(404);
    client.post("/closed").send().assert_status(404);
    client
        .get("/page")
        .header("upgrade", "h2c")
        .header("connection", "upgrade")
        .send()
        .assert_status(200);
    let invented = Method::from_bytes(b"WEBSOCKET").unwrap();
    client.request(invented, "/closed").send().assert_status(404);
}

/// RFC 6455, section 4.2.1.
#[test]
fn a_wrong_handshake_is_told_what_is_wrong() {
    let client = client(app());
    let ask = |name, value| {
        client
            .websocket("/items/3")
            .header(name, value)
            .try_connect()
            .map(drop)
            .unwrap_err()
    };
    let answer = ask("sec-websocket-version", "8");
    assert_eq!(
        (answer.status().as_u16(), answer.header("sec-websocket-version")),
        (426, Some("13"))
    );
    assert_eq!(ask("sec-websocket-key", "c2hvcnQ=").status(), 400);
    assert_eq!(ask("sec-websocket-key", "***").status(), 400);
    // who does not ask for an upgrade gets HTTP
    assert_eq!(ask("connection", "keep-alive").status(), 404);
}

#[websocket("/picky")]
async fn picky(ws: WebSocket, #[query] choice: String) -> Result<(), WebSocketError> {
    ws.accept().subprotocol(choice.as_str()).header("x-a", "1").await?;
    ws.send_text("ok").await
}

/// WS-02.
#[test]
fn a_subprotocol_has_to_be_offered() {
    let client = client(App::new().routes(routes![picky]));
    let offered = || client.websocket("/picky").subprotocols(["v1", "v2"]);
    let mut ws = offered().query("choice", "v2").connect();
    assert_eq!(ws.subprotocol(), Some("v2"));
    assert_eq!(ws.headers()["x-a"], "1");
    assert_eq!(ws.receive_text(), "ok");
    let answer = offered().query("choice", "v3").try_connect().unwrap_err();
    assert_eq!(answer.status(), 500);
}

#[websocket("/bearer")]
async fn bearer(
    ws: WebSocket,
    #[security(HttpBearer::new())] token: HttpAuthorizationCredentials,
) -> Result<(), WebSocketError> {
    ws.accept().await?;
    ws.send_text(token.credentials).await
}

/// SEC-31.
#[test]
fn security_schemes_read_the_handshake() {
    let client = client(App::new().routes(routes![bearer]));
    let answer = client.websocket("/bearer").try_connect().unwrap_err();
    assert_eq!(
        (answer.status().as_u16(), answer.header("www-authenticate")),
        (401, Some("Bearer"))
    );
    let mut ws = client
        .websocket("/bearer")
        .header("authorization", "Bearer s3cret")
        .connect();
    assert_eq!(ws.receive_text(), "s3cret");
}

async fn no_robots(request: Request, next: Next) -> Response {
    if request.headers().contains_key("x-robot") {
        return HttpError::new(StatusCode::IM_A_TEAPOT, "no robots").into();
    }
    next.run(request).await
}

#[websocket("/guarded", middleware = [no_robots])]
async fn guarded(ws: WebSocket) -> Result<(), WebSocketError> {
    ws.accept().await
}

#[test]
fn middleware_of_a_route_is_around_it() {
    let client = client(App::new().routes(routes![guarded]));
    assert_eq!(client.websocket("/guarded").connect().closed().code, 1000);
    let answer = client
        .websocket("/guarded")
        .header("x-robot", "1")
        .try_connect()
        .unwrap_err();
    assert_eq!(answer.status(), 418);
}
