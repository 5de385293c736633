//! What an app may change of the framework: a router's routes, errors, dependencies, the document.

use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};

use fasterapi::prelude::*;

/// What happened at the start.
#[derive(Clone, Default)]
struct Events(Arc<Mutex<Vec<&'static str>>>);

struct Name(&'static str);

/// What stands around each route of a router.
async fn timed(request: Request, next: Next) -> Response {
    let path = request.path().to_owned();
    if request.headers().contains_key("x-stop") {
        return Response::json(&json!({"stopped": path})).status(StatusCode::ACCEPTED);
    }
    let response = next.run(request).await;
    let status = response.status_code();
    if status.is_success() {
        return response.header("x-route", path);
    }
    if status == StatusCode::UNPROCESSABLE_ENTITY {
        return response;
    }
    let told: Value = response
        .body()
        .as_bytes()
        .and_then(|bytes| serde_json::from_slice(bytes).ok())
        .unwrap_or_default();
    HttpError::new(status, json!({"wrapped": told["detail"]})).into()
}

#[derive(Debug)]
struct KeyError(String);

impl fmt::Display for KeyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for KeyError {}

async fn on_key_error(_: Request, error: KeyError) -> Response {
    Response::json(&json!({"missing": error.0})).status(StatusCode::NOT_FOUND)
}

#[dependency]
fn real_user() -> String {
    "real".to_owned()
}

#[dependency]
fn fake_user(#[query(default = "fake")] as_: String) -> String {
    as_
}

#[get("/ok")]
fn ok(#[depends(real_user)] user: String) -> Value {
    json!({"user": user})
}

#[get("/fail")]
fn fail() -> Result<Value, HttpError> {
    Err(HttpError::new(StatusCode::IM_A_TEAPOT, "tea"))
}

#[get("/typed/{n}")]
fn typed(n: i64) -> Value {
    n.into()
}

#[get("/plain")]
fn plain(#[depends(real_user)] user: String, name: State<Name>, events: State<Events>) -> Value {
    let events = events.0.lock().unwrap_or_else(PoisonError::into_inner);
    json!({"user": user, "state": name.0, "events": *events})
}

#[get("/key/{k}")]
fn key(k: String) -> Result<Value, KeyError> {
    if k == "a" { Ok(1.into()) } else { Err(KeyError(k)) }
}

#[route("/raw/{x}", methods = ["GET", "HEAD"], include_in_schema = false)]
fn raw(x: String) -> Value {
    json!({"raw": {"x": x}})
}

/// The app.
pub fn app() -> App {
    let events = Events::default();
    let started = events.clone();
    let router = Router::new()
        .prefix("/timed")
        .middleware(timed)
        .routes(routes![ok, fail, typed]);
    App::new()
        .title("Custom")
        .version("9.9.9")
        .summary("Replaced")
        .state(Name("customized"))
        .state(events)
        .on_startup(move || async move { started.0.lock().unwrap_or_else(PoisonError::into_inner).push("startup") })
        .error_handler(on_key_error)
        .routes(routes![plain, key, raw])
        .include(router)
        .override_dependency::<real_user, fake_user>()
        .modify_openapi(|document| document["info"]["x-logo"] = json!({"url": "/logo.png"}))
}
