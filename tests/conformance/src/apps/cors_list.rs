//! CORS: listed origins, methods and headers, with credentials.

use std::time::Duration;

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
        .allow_origins(["https://shop.example", "http://localhost:3000"])
        .allow_credentials(true)
        .allow_methods(["GET", "PUT"])
        .allow_headers(["X-Token"])
        .expose_headers(["X-Total", "X-Page"])
        .max_age(Duration::from_secs(120)))
        .routes(routes![data, put_data, denied, crash])
}
