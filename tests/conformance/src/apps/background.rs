//! Tasks that run after the answer.

use fasterapi::background::BackgroundTasks;
use fasterapi::prelude::*;

use super::log::Log;
use super::stream::stream;

async fn write_async(log: State<Log>, text: String) {
    log.add(format!("async {text}"));
}

#[dependency]
fn noted(tasks: BackgroundTasks, log: State<Log>, hint: Option<String>) -> Option<String> {
    if let Some(hint) = hint.clone() {
        tasks.add_blocking(move || log.add(format!("hint {hint}")));
    }
    hint
}

#[get("/log")]
fn log(log: State<Log>) -> Value {
    log.take().into()
}

#[post("/send/{to}", status_code = 202)]
async fn send(to: String, tasks: BackgroundTasks, log: State<Log>, #[depends(noted)] _hint: Option<String>) -> Value {
    let (mail, twice) = (log.clone(), format!("mail {to}"));
    tasks.add_blocking(move || {
        mail.add(twice.clone());
        mail.add(twice);
    });
    tasks.add_task(write_async(log.clone(), to.clone()));
    log.add("endpoint");
    json!({"queued": to})
}

#[post("/error")]
fn error(tasks: BackgroundTasks, log: State<Log>) -> Result<Value, HttpError> {
    tasks.add_blocking(move || log.add("never"));
    Err(HttpError::bad_request("no"))
}

#[post("/failing")]
fn failing(tasks: BackgroundTasks, log: State<Log>) -> Value {
    let after = log.clone();
    tasks.add_task(async move {
        log.add("failing");
        Err::<(), _>("task failed")
    });
    tasks.add_blocking(move || after.add("after failure"));
    "sent".into()
}

#[post("/in-response")]
fn in_response(log: State<Log>) -> Response {
    Response::json(&"r").background_blocking(move || log.add("response task"))
}

#[post("/both")]
fn both(tasks: BackgroundTasks, log: State<Log>) -> Response {
    let injected = log.clone();
    tasks.add_blocking(move || injected.add("injected"));
    Response::json(&"r").background_blocking(move || log.add("response task"))
}

#[post("/stream", name = "stream")]
fn streamed(tasks: BackgroundTasks, log: State<Log>) -> Response {
    let after = log.clone();
    tasks.add_blocking(move || after.add("after stream"));
    Response::new(stream((0..2).map(move |i| {
        log.add(format!("chunk {i}"));
        i.to_string()
    })))
}

/// The app.
pub fn app() -> App {
    App::new()
        .state(Log::default())
        .routes(routes![log, send, error, failing, in_response, both, streamed])
}
