//! Errors for the client, and handlers for them by type and status code.

use std::fmt;

use fasterapi::prelude::*;

/// Out of something, or even very much so.
#[derive(Debug)]
struct OutOfStock(String);

impl fmt::Display for OutOfStock {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "out of {}", self.0)
    }
}

impl std::error::Error for OutOfStock {}

async fn out_of_stock(request: Request, error: OutOfStock) -> Response {
    let content = json!({"oops": error.0, "path": request.path()});
    Response::json(&content).status(StatusCode::IM_A_TEAPOT)
}

async fn gone(_: Request, error: HttpError) -> Response {
    let detail = error.detail().as_str().unwrap_or_default();
    Response::new(format!("gone: {detail}"))
        .status(StatusCode::GONE)
        .header("content-type", "text/plain; charset=utf-8")
}

async fn observed(_: Request, error: HttpError) -> Response {
    let status = error.status();
    Response::from(error).header("X-Observed", status.as_str())
}

#[get("/text")]
fn text() -> Result<Value, HttpError> {
    Err(HttpError::not_found("No such thing"))
}

#[get("/object")]
fn obj() -> Result<Value, HttpError> {
    Err(HttpError::bad_request(json!({"code": 7, "why": ["a", null]})))
}

#[get("/default-detail/{code}")]
fn default_detail(code: i64) -> Result<Value, AnyError> {
    let code = StatusCode::from_u16(u16::try_from(code)?)?;
    Err(HttpError::status_only(code).into())
}

#[get("/headers")]
fn headers() -> Result<Value, HttpError> {
    Err(HttpError::forbidden("Nope")
        .header("X-Why", "because")
        .header("Retry-After", "5"))
}

#[get("/null-detail")]
fn null_detail() -> Result<Value, HttpError> {
    Err(HttpError::conflict(Value::Null))
}

#[get("/custom/{what}")]
fn custom(what: String) -> Result<Value, OutOfStock> {
    Err(OutOfStock(what))
}

#[get("/plain-starlette")]
fn plain_starlette() -> Result<Value, HttpError> {
    Err(HttpError::new(StatusCode::UNAVAILABLE_FOR_LEGAL_REASONS, "redacted"))
}

#[get("/crash")]
fn crash() -> Result<Value, AnyError> {
    Err("secret details".into())
}

#[get("/typed/{n}")]
fn typed(n: i64) -> Value {
    n.into()
}

/// The app.
pub fn app() -> App {
    App::new()
        .error_handler(out_of_stock)
        .exception_handler(410, gone)
        .error_handler(observed)
        .routes(routes![
            text,
            obj,
            default_detail,
            headers,
            null_detail,
            custom,
            plain_starlette,
            crash,
            typed
        ])
}
