//! CORS: every origin is allowed, with credentials.

use fasterapi::middleware::Cors;
use fasterapi::prelude::*;

#[get("/data")]
async fn data() -> Value {
    json!({"ok": 1})
}

#[put("/data")]
async fn put_data() -> Value {
    json!({"ok": 2})
}

#[get("/denied")]
async fn denied() -> Result<Value, HttpError> {
    Err(HttpError::new(StatusCode::FORBIDDEN, "no").header("vary", "Accept"))
}

#[get("/crash")]
async fn crash() -> Value {
    panic!("x")
}

/// The app.
pub fn app() -> App {
    App::new()
        .middleware(Cors::new()
        .mirror_origin()
        .allow_methods(["*"])
        .allow_headers(["*"]))
        .routes(routes![data, put_data, denied, crash])
}
