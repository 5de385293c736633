//! WebSockets: text, JSON, bytes, parameters, dependencies, refusals, codes, subprotocols.

use std::fmt;

use fasterapi::dependency::Teardown;
use fasterapi::prelude::*;

use super::log::Log;

#[derive(Debug)]
struct Custom;

impl fmt::Display for Custom {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("custom")
    }
}

impl std::error::Error for Custom {}

async fn on_custom(_: Request, _: Custom) -> WebSocketException {
    WebSocketException::new(4001).reason("custom handler")
}

#[get("/events")]
fn events(log: State<Log>) -> Value {
    log.take().into()
}

#[websocket("/echo")]
async fn echo(mut ws: WebSocket, log: State<Log>) -> Result<(), WebSocketError> {
    ws.accept().await?;
    loop {
        match ws.receive_text().await {
            Ok(text) => ws.send_text(format!("you said {text}")).await?,
            Err(WebSocketError::Disconnect(end)) => {
                log.add(format!("closed {}", end.code));
                return Ok(());
            }
            Err(error) => return Err(error),
        }
    }
}

#[websocket("/json")]
async fn json_mode(mut ws: WebSocket) -> Result<(), WebSocketError> {
    ws.accept().await?;
    let data: Value = ws.receive_json().await?;
    ws.send_json(&json!({"got": data, "é": 1.0})).await?;
    ws.send_bytes(vec![0, 1]).await?;
    ws.close(1000, "done").await;
    Ok(())
}

#[websocket("/lamps/{lamp_id}")]
async fn lamp(
    ws: WebSocket,
    lamp_id: i64,
    #[query(ge = 1)] dim: Option<i64>,
    #[cookie] badge: Option<String>,
    #[header] x_t: Option<Vec<String>>,
) -> Result<(), WebSocketError> {
    ws.accept().await?;
    let lamp = json!({"lamp_id": lamp_id, "dim": dim, "badge": badge, "x_t": x_t});
    ws.send_json(&lamp).await
}

#[dependency]
async fn badge_or_ticket(
    #[cookie] badge: Option<String>,
    #[query] ticket: Option<String>,
) -> Result<String, WebSocketException> {
    badge
        .or(ticket)
        .ok_or_else(|| WebSocketException::new(1008).reason("nothing shown"))
}

#[websocket("/private")]
async fn private(ws: WebSocket, #[depends(badge_or_ticket)] who: String) -> Result<(), WebSocketError> {
    ws.accept().await?;
    ws.send_text(who).await
}

#[dependency]
async fn resource(log: State<Log>, teardown: Teardown) -> String {
    log.add("open");
    teardown.after_response(move |_| async move { log.add("close") });
    "r".to_owned()
}

#[websocket("/resource")]
async fn with_resource(
    ws: WebSocket,
    #[depends(resource)] r: String,
) -> Result<(), fasterapi::BoxError> {
    ws.accept().await?;
    ws.send_text(r).await?;
    Err(WebSocketException::new(1011).reason("late").into())
}

#[websocket("/http-exception")]
async fn http_exception(_ws: WebSocket) -> Result<(), HttpError> {
    Err(HttpError::new(StatusCode::FORBIDDEN, "http style").header("X-A", "b"))
}

#[websocket("/custom-exception")]
async fn custom_exception(ws: WebSocket) -> fasterapi::Result<()> {
    ws.accept().await?;
    Err(Custom.into())
}

#[websocket("/crash")]
async fn crash(ws: WebSocket) -> fasterapi::Result<()> {
    ws.accept().await?;
    Err("x".into())
}

#[websocket("/refuse")]
async fn refuse(ws: WebSocket) {
    ws.close(4003, "not today").await;
}

#[websocket("/sub")]
async fn sub(ws: WebSocket) -> Result<(), WebSocketError> {
    let v2 = ws.subprotocols().any(|offered| offered == "v2").then_some("v2");
    ws.accept().subprotocol(v2).header("x-accepted", "yes").await?;
    ws.close(1000, "").await;
    Ok(())
}

#[websocket("/iterate")]
async fn iterate(mut ws: WebSocket, log: State<Log>) -> Result<(), WebSocketError> {
    ws.accept().await?;
    while let Some(text) = ws.next_text().await? {
        ws.send_text(text.to_uppercase()).await?;
    }
    log.add("iteration ended");
    Ok(())
}

#[websocket("/ws")]
async fn in_router(ws: WebSocket) -> Result<(), WebSocketError> {
    ws.accept().await?;
    ws.send_text("router").await
}

#[get("/echo")]
fn echo_http() -> Value {
    "http".into()
}

/// The app.
pub fn app() -> App {
    let router = Router::new()
        .prefix("/r")
        .dependencies(depends![badge_or_ticket])
        .routes(routes![in_router]);
    App::new()
        .state(Log::default())
        .error_handler(on_custom)
        .routes(routes![
            events,
            echo,
            json_mode,
            lamp,
            private,
            with_resource,
            http_exception,
            custom_exception,
            crash,
            refuse,
            sub,
            iterate,
            echo_http,
        ])
        .include(router)
}
