//! Security schemes and errors of WebSockets: the same as of requests (SEC-31, ERR-02, ERR-11).

use fasterapi::prelude::*;
use fasterapi::security::{ApiKeyQuery, HttpBasic, HttpBasicCredentials, OAuth2PasswordBearer};
use fasterapi::testing::TestClient;

use crate::client;

#[dependency]
async fn user(#[security(OAuth2PasswordBearer::new("token"))] token: String) -> Result<String, HttpError> {
    match token.as_str() {
        "ann's" => Ok("ann".to_owned()),
        _ => Err(HttpError::forbidden("not yours")),
    }
}

#[websocket("/user")]
async fn of_user(ws: WebSocket, #[depends(user)] user: String) -> Result<(), WebSocketError> {
    ws.accept().await?;
    ws.send_text(user).await
}

#[websocket("/keys")]
async fn with_keys(
    ws: WebSocket,
    #[security(ApiKeyQuery::new("key"))] key: String,
    #[security(HttpBasic::new())] basic: Option<HttpBasicCredentials>,
) -> Result<(), WebSocketError> {
    ws.accept().await?;
    ws.send_json(&json!([key, basic.map(|basic| basic.username)])).await
}

#[websocket("/number")]
async fn number(ws: WebSocket, n: u8) -> Result<(), WebSocketError> {
    ws.accept().await?;
    ws.send_json(&n).await
}

#[websocket("/ends")]
async fn ends(ws: WebSocket) -> Result<(), AnyError> {
    ws.accept().await?;
    Err(WebSocketException::new(1008).reason("that is enough").into())
}

fn app() -> TestClient {
    client(App::new().routes(routes![of_user, with_keys, number, ends]))
}

#[test]
fn schemes_read_the_handshake() {
    let app = app();
    let mut ws = app.websocket("/user").header("authorization", "Bearer ann's").connect();
    assert_eq!(ws.receive_text(), "ann");
    let mut ws = app
        .websocket("/keys?key=k")
        .header("authorization", "Basic YTpi")
        .connect();
    assert_eq!(ws.receive_json::<Value>(), json!(["k", "a"]));
}

#[test]
fn without_credentials_the_handshake_is_refused() {
    let app = app();
    let none = app.websocket("/user").try_connect().expect_err("it is refused");
    assert_eq!(
        (none.status().as_u16(), none.header("www-authenticate")),
        (401, Some("Bearer"))
    );
    let wrong = app
        .websocket("/user")
        .header("authorization", "Bearer bob's")
        .try_connect();
    let wrong = wrong.expect_err("it is refused");
    assert_eq!(
        (wrong.status().as_u16(), wrong.json::<Value>()),
        (403, json!({"detail": "not yours"}))
    );
    assert_eq!(
        app.websocket("/keys")
            .try_connect()
            .err()
            .map(|answer| answer.status().as_u16()),
        Some(401)
    );
}

#[test]
fn a_handshake_that_does_not_fit_is_refused() {
    let refused = app().websocket("/number?n=x").try_connect().expect_err("it is refused");
    assert_eq!(refused.status().as_u16(), 403);
    assert_eq!(app().websocket("/number?n=7").connect().receive_json::<u8>(), 7);
}

#[test]
fn an_exception_closes_with_its_code() {
    let end = app().websocket("/ends").connect().closed();
    assert_eq!((end.code, end.reason.as_str()), (1008, "that is enough"));
}
