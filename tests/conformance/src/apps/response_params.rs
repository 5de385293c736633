//! What handlers and dependencies set on the answer: cookies, headers, status codes.

use std::time::{Duration, SystemTime};

use fasterapi::prelude::*;

#[dependency]
async fn dep_headers(response: &mut ResponseParts) {
    response.set_header("X-Dep", "d");
    response.set_cookie(Cookie::new("dep", "1"));
    response.set_status(StatusCode::ACCEPTED);
}

#[get("/cookie")]
async fn cookie(response: &mut ResponseParts) -> Value {
    response.set_cookie(Cookie::new("plain", "v"));
    let all = Cookie::new("all", "a b;c").max_age(60).path("/p").domain("x.example");
    response.set_cookie(all.secure(true).http_only(true).same_site(SameSite::None));
    let date = SystemTime::UNIX_EPOCH + Duration::from_secs(1_893_553_445);
    response.set_cookie(Cookie::new("dated", "1").expires(date).same_site(None));
    json!({"ok": 1})
}

#[get("/cookie-direct")]
async fn cookie_direct() -> Response {
    Response::json(&json!({"direct": 1})).cookie(Cookie::new("part", "1").partitioned(false).path(None))
}

#[get("/delete")]
async fn delete(response: &mut ResponseParts) -> Value {
    response.set_cookie(Cookie::removal("gone").path("/p").domain("x.example"));
    Value::Null
}

#[get("/headers")]
async fn headers(response: &mut ResponseParts) -> Value {
    response.set_header("X-One", "1");
    response.append_header("X-Many", "a");
    response.append_header("X-Many", "b");
    response.set_header("Cache-Control", "no-store");
    response.set_status(StatusCode::NON_AUTHORITATIVE_INFORMATION);
    json!({"ok": 1})
}

#[get("/from-dep", dependencies = [dep_headers])]
async fn from_dep() -> Value {
    json!({"ok": 1})
}

#[get("/override-dep", dependencies = [dep_headers], status_code = 201)]
async fn override_dep(response: &mut ResponseParts) -> Value {
    response.set_status(StatusCode::OK);
    json!({"ok": 1})
}

#[get("/direct-with-dep", dependencies = [dep_headers])]
async fn direct_with_dep() -> Response {
    Response::json(&json!({"direct": 1}))
        .status(StatusCode::MULTI_STATUS)
        .header("X-Dep", "direct")
}

#[get("/lost-on-error", dependencies = [dep_headers])]
async fn lost_on_error() -> Result<Value, HttpError> {
    Err(HttpError::bad_request("bad"))
}

#[get("/content-type")]
async fn content_type(response: &mut ResponseParts) -> Value {
    response.set_header("Content-Type", "application/hal+json");
    json!({"ok": 1})
}

/// The app.
pub fn app() -> App {
    App::new().routes(routes![
        cookie,
        cookie_direct,
        delete,
        headers,
        from_dep,
        override_dep,
        direct_with_dep,
        lost_on_error,
        content_type,
    ])
}
