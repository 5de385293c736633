//! A panic in every place where a program has a say.

use fasterapi::background::BackgroundTasks;
use fasterapi::dependency::Teardown;
use fasterapi::middleware::RequestId;
use fasterapi::prelude::*;
use serde::{Serialize, Serializer};

fn fall() {
    panic!("on purpose")
}

#[get("/now")]
async fn now() -> u8 {
    panic!("on purpose")
}

#[get("/later")]
async fn later() -> u8 {
    tokio::task::yield_now().await;
    panic!("on purpose")
}

#[get("/pool")]
fn pool() -> u8 {
    panic!("on purpose")
}

#[dependency]
fn falls() -> u8 {
    panic!("on purpose")
}

#[dependency]
async fn falls_later() -> u8 {
    tokio::task::yield_now().await;
    panic!("on purpose")
}

#[dependency(blocking)]
fn falls_elsewhere() -> u8 {
    panic!("on purpose")
}

#[get("/dependency")]
async fn dependency_now(#[depends(falls)] number: u8) -> u8 {
    number
}

#[get("/dependency-later")]
async fn dependency_later(#[depends(falls_later)] number: u8) -> u8 {
    number
}

#[get("/dependency-elsewhere")]
async fn dependency_elsewhere(#[depends(falls_elsewhere)] number: u8) -> u8 {
    number
}

#[get("/guard", dependencies = [falls])]
async fn guard() -> u8 {
    1
}

async fn before(_: Request, _: Next) -> Response {
    panic!("on purpose")
}

async fn after(request: Request, next: Next) -> Response {
    let response = next.run(request).await;
    assert_ne!(response.status_code(), 200, "on purpose");
    response
}

#[get("/middleware-before", middleware = [before])]
async fn middleware_before() -> u8 {
    1
}

#[get("/middleware-after", middleware = [after])]
async fn middleware_after() -> u8 {
    1
}

/// Cannot be written.
struct Unwritable;

impl Serialize for Unwritable {
    fn serialize<S: Serializer>(&self, _: S) -> Result<S::Ok, S::Error> {
        panic!("on purpose")
    }
}

#[get("/serialiser")]
async fn serialiser() -> Response {
    Response::json(&Unwritable)
}

#[get("/lines")]
async fn lines() -> StreamingResponse {
    StreamingResponse::new(produce(async |sender| {
        sender.send("a beginning\n").await;
        panic!("on purpose")
    }))
}

#[get("/lines-at-once")]
async fn lines_at_once() -> StreamingResponse {
    StreamingResponse::new(produce(async |sender| {
        sender.send("").await;
        panic!("on purpose")
    }))
}

#[get("/task")]
async fn task(tasks: BackgroundTasks) -> u8 {
    tasks.add_task(async { fall() });
    1
}

#[get("/blocking-task")]
async fn blocking_task(tasks: BackgroundTasks) -> u8 {
    tasks.add_blocking(fall);
    1
}

#[dependency]
fn ends_badly(teardown: Teardown) {
    teardown.after_response(|_| async { fall() });
}

#[get("/teardown", dependencies = [ends_badly])]
async fn teardown() -> u8 {
    1
}

#[dependency]
fn ends_badly_before(teardown: Teardown) {
    teardown.before_response(|_| async {
        assert!(std::env::args().count() == 0, "on purpose");
        Ok::<_, HttpError>(())
    });
}

#[get("/teardown-before", dependencies = [ends_badly_before])]
async fn teardown_before() -> u8 {
    1
}

fn never_valid(_: u8) -> Result<u8, String> {
    panic!("on purpose")
}

#[model]
struct Checked {
    #[field(after = never_valid)]
    number: u8,
}

#[post("/validator")]
async fn validator(checked: Checked) -> u8 {
    checked.number
}

#[get("/error-handler")]
async fn error_handler() -> HttpError {
    HttpError::conflict("for the handler")
}

async fn on_conflict(_: Request, _: HttpError) -> Response {
    panic!("on purpose")
}

#[websocket("/socket")]
async fn socket(_ws: WebSocket) -> Result<(), WebSocketError> {
    panic!("on purpose")
}

#[websocket("/socket-open")]
async fn socket_open(ws: WebSocket) -> Result<(), WebSocketError> {
    ws.accept().await?;
    panic!("on purpose")
}

pub(super) fn app() -> App {
    App::new()
        .middleware(RequestId::new())
        .exception_handler(409, on_conflict)
        .routes(routes![
            now,
            later,
            pool,
            dependency_now,
            dependency_later,
            dependency_elsewhere,
            guard,
            middleware_before,
            middleware_after,
            serialiser,
            lines,
            lines_at_once,
            task,
            blocking_task,
            teardown,
            teardown_before,
            validator,
            error_handler,
            socket,
            socket_open
        ])
}
