//! Dependencies that do something when the request is over.

use std::fmt;

use fasterapi::dependency::Teardown;
use fasterapi::prelude::*;

use super::log::Log;
use super::stream::stream;

#[derive(Debug)]
struct SpillError(&'static str);

impl fmt::Display for SpillError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }
}

impl std::error::Error for SpillError {}

#[get("/log")]
fn log(log: State<Log>) -> Value {
    log.take().into()
}

#[dependency]
fn outer(log: State<Log>, teardown: Teardown) -> String {
    log.add("outer open");
    teardown.after_response(move |outcome| {
        if let Some(status) = outcome.status().filter(|status| status.as_u16() == 404) {
            log.add(format!("outer saw {}", status.as_u16()));
        }
        async move { log.add("outer close") }
    });
    "outer".to_owned()
}

/// As `outer`, ending before the response.
#[dependency]
fn short(log: State<Log>, teardown: Teardown) -> String {
    log.add("outer open");
    teardown.before_response(move |_| async move {
        log.add("outer close");
        Ok::<_, HttpError>(())
    });
    "outer".to_owned()
}

#[dependency]
fn inner(#[depends(outer)] o: String, log: State<Log>, teardown: Teardown) -> String {
    log.add("inner open");
    teardown.after_response(move |_| async move { log.add("inner close") });
    o + ".inner"
}

#[dependency]
fn translate(teardown: Teardown) -> String {
    teardown.before_response(|outcome| {
        let spilled = outcome.downcast_error::<SpillError>().map(ToString::to_string);
        async move {
            match spilled {
                Some(what) => Err(HttpError::bad_request(format!("Spilled: {what}"))),
                None => Ok(()),
            }
        }
    });
    "t".to_owned()
}

#[dependency]
fn swallow(log: State<Log>, teardown: Teardown) -> String {
    teardown.before_response(move |outcome| {
        if outcome.downcast_error::<SpillError>().is_some() {
            log.add("swallowed");
        }
        async { Ok::<_, HttpError>(()) }
    });
    "s".to_owned()
}

#[dependency]
fn late_failure(teardown: Teardown) -> i64 {
    teardown.after_response(|_| async { panic!("too late") });
    1
}

#[dependency]
fn failing_open(log: State<Log>) -> Result<(), HttpError> {
    log.add("failing open");
    Err(HttpError::unauthorized("cannot open"))
}

#[dependency]
fn early(log: State<Log>, teardown: Teardown) {
    log.add("early open");
    teardown.after_response(move |outcome| {
        let failed = outcome.is_error();
        async move {
            if !failed {
                log.add("early close");
            }
        }
    });
}

#[get("/ok")]
fn ok(#[depends(inner)] i: String, log: State<Log>) -> Value {
    log.add("endpoint");
    i.into()
}

#[get("/http-error")]
fn http_error(#[depends(inner)] _i: String) -> Result<Value, HttpError> {
    Err(HttpError::not_found("no"))
}

#[get("/invalid")]
fn invalid(#[depends(inner)] _i: String, n: i64) -> Value {
    n.into()
}

#[get("/crash")]
fn crash(#[depends(inner)] _i: String) -> Result<Value, AnyError> {
    Err("boom".into())
}

#[get("/translate", name = "translated")]
fn translated(#[depends(translate)] _t: String) -> Result<Value, SpillError> {
    Err(SpillError("soup"))
}

#[get("/swallow")]
fn swallowed(#[depends(swallow)] _s: String) -> Result<Value, SpillError> {
    Err(SpillError("soup"))
}

#[get("/late")]
fn late(#[depends(late_failure)] _x: i64) -> Value {
    json!({"sent": "already"})
}

#[get("/failing-second", dependencies = [early, failing_open])]
fn failing_second() -> Value {
    "never".into()
}

fn chunks(name: String, log: State<Log>) -> Response {
    let pieces = (0..2).map(move |k| {
        log.add(format!("chunk {k}"));
        format!("{name} {k}\n")
    });
    Response::new(stream(pieces)).header("content-type", "text/plain; charset=utf-8")
}

#[get("/stream", name = "stream")]
fn streamed(#[depends(inner)] i: String, log: State<Log>) -> Response {
    chunks(i, log)
}

#[get("/stream-function-scope")]
fn stream_function(#[depends(short)] i: String, log: State<Log>) -> Response {
    chunks(i, log)
}

/// The app.
pub fn app() -> App {
    App::new().state(Log::default()).routes(routes![
        log,
        ok,
        http_error,
        invalid,
        crash,
        translated,
        swallowed,
        late,
        failing_second,
        streamed,
        stream_function
    ])
}
