//! A last resort for errors nobody else answers for, and a handler that fails itself.

use std::fmt;

use fasterapi::prelude::*;

macro_rules! errors {
    ($($name:ident)*) => {$(
        #[derive(Debug)]
        struct $name;

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(stringify!($name))
            }
        }

        impl std::error::Error for $name {}
    )*};
}

errors![KeyError LookupError ZeroDivisionError RuntimeError ValueError];

async fn last_resort(_: Request, error: AnyError) -> Response {
    Response::json(&json!({"error": error.to_string(), "via": "Exception"})).status(StatusCode::INTERNAL_SERVER_ERROR)
}

async fn key_error(_: Request, _: KeyError) -> Response {
    Response::json(&json!({"missing": "k"})).status(StatusCode::NOT_FOUND)
}

async fn lookup(_: Request, _: LookupError) -> Result<Response, AnyError> {
    Err(ValueError.into())
}

#[get("/{kind}")]
fn fail(kind: String) -> Result<Value, AnyError> {
    Err(match kind.as_str() {
        "key" => KeyError.into(),
        "index" => LookupError.into(),
        "zero" => ZeroDivisionError.into(),
        _ => RuntimeError.into(),
    })
}

/// The app.
pub fn app() -> App {
    App::new()
        .error_handler(last_resort)
        .error_handler(key_error)
        .error_handler(lookup)
        .routes(routes![fail])
}
