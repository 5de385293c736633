//! Methods, HEAD, OPTIONS, 405 and Allow, trailing slashes, case, ordering.

use fasterapi::prelude::*;

#[get("/plain")]
async fn plain() -> Value {
    "plain".into()
}

#[post("/plain")]
async fn plain_post() -> Value {
    "posted".into()
}

#[get("/slash/")]
async fn slash() -> Value {
    "slash".into()
}

#[get("/both")]
async fn both() -> Value {
    "no slash".into()
}

#[get("/both/")]
async fn both_slash() -> Value {
    "slash".into()
}

#[head("/headed")]
async fn headed() -> Value {
    "h".into()
}

#[get("/headed")]
async fn headed_get() -> Value {
    "g".into()
}

#[options("/opts")]
async fn opts() -> Value {
    json!({"allow": "all"})
}

#[trace("/traced")]
async fn traced() -> Value {
    "t".into()
}

#[route("/multi", methods = ["PATCH", "DELETE"])]
async fn multi() -> Value {
    "m".into()
}

#[get("/Case")]
async fn case() -> Value {
    "upper".into()
}

#[get("/case")]
async fn case_lower() -> Value {
    "lower".into()
}

#[get("/users/{name}")]
async fn user(name: String) -> Value {
    name.into()
}

#[put("/users/fixed")]
async fn fixed() -> Value {
    "fixed".into()
}

#[get("/in")]
async fn inside() -> Value {
    "in".into()
}

/// The app.
pub fn app() -> App {
    App::new()
        .routes(routes![
            plain, plain_post, slash, both, both_slash, headed, headed_get, opts, traced, multi, case, case_lower,
            user, fixed,
        ])
        .include(Router::new().prefix("/r").routes(routes![inside]))
}
