//! The program under test of the log: it says something in every way there is.

use std::time::Duration;

use fasterapi::background::BackgroundTasks;
use fasterapi::middleware::RequestId;
use fasterapi::prelude::*;

#[get("/items/{id}")]
async fn item(id: u32) -> u32 {
    tracing::debug!("looking");
    tracing::info!(item = id, text = "two words", "looked up");
    id
}

#[get("/pool")]
fn pool() -> &'static str {
    tracing::warn!("on the pool");
    "pool"
}

#[get("/task")]
async fn task(tasks: BackgroundTasks) -> &'static str {
    tasks.add_task(async { tracing::warn!("afterwards") });
    "task"
}

#[get("/fail")]
async fn fail(#[header] user_agent: String) -> Result<u8, AnyError> {
    Err(format!("no luck with {user_agent}\nINFO:     forged"))?
}

#[get("/panic")]
async fn panics(#[header] user_agent: String) -> u8 {
    panic!("no luck with {user_agent}\nINFO:     forged")
}

#[get("/says")]
async fn says(#[header] user_agent: String) {
    tracing::warn!(agent = user_agent, "served {user_agent}");
}

#[websocket("/ws")]
async fn ws(mut ws: WebSocket) -> Result<(), WebSocketError> {
    ws.accept().await?;
    tracing::warn!("connected");
    ws.receive().await?;
    Ok(())
}

fn main() -> fasterapi::Result<()> {
    App::new()
        .middleware(RequestId::new())
        .routes(routes![item, pool, task, fail, panics, says, ws])
        .run_with(fasterapi::server::Config::new().timeout_graceful_shutdown(Duration::from_secs(5)))
}
