//! FastAPI's ergonomics in Rust: handlers with plain typed arguments, validation that tells every error at once,
//! dependencies as functions, and a generated OpenAPI document with Swagger UI.
//!
//! ```no_run
//! use fasterapi::prelude::*;
//!
//! #[get("/items/{item_id}")]
//! async fn read_item(item_id: u64, q: Option<String>) -> String {
//!     format!("item {item_id}, q = {q:?}")
//! }
//!
//! fn main() -> fasterapi::Result<()> {
//!     App::new().routes(routes![read_item]).run()
//! }
//! ```

extern crate self as fasterapi;

pub mod app;
pub mod background;
pub mod broadcast;
#[cfg(feature = "cli")]
pub mod cli;
pub mod concurrency;
pub mod dependency;
#[cfg(feature = "docs")]
mod docs;
mod env_file;
pub mod handler;
pub mod health;
mod http;
pub mod lifespan;
pub mod logging;
pub mod metrics;
pub mod middleware;
pub mod model;
mod observe;
pub mod openapi;
pub mod params;
pub mod prelude;
pub mod request;
pub mod response;
pub mod routing;
pub mod security;
pub mod server;
mod spare;
pub mod static_files;
#[cfg(feature = "templates")]
pub mod templates;
pub mod testing;
#[cfg(feature = "websockets")]
pub mod websocket;

#[doc(hidden)]
pub mod private;
#[doc(hidden)]
pub use private as __private;

pub use ::bytes::Bytes;
pub use ::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, Uri};
pub use app::{App, BuildError};
#[cfg(feature = "websockets")]
pub use fasterapi_macros::websocket;
pub use fasterapi_macros::{
    ApiError, delete, dependency, depends, embed, get, head, model, options, patch, post, put, route, routes, trace,
    url, webhook,
};
pub use http::{
    AnyError, BodyError, Endpoint, ErrorDetail, Errors, HttpError, Loc, Location, RequestValidationError,
    WebSocketDisconnect, WebSocketError, WebSocketException, close_code,
};
pub use lifespan::{Lifespan, Startup};
pub use middleware::Next;
pub use model::types;
pub use request::{BodyStream, Request, State, UploadFile};
pub use response::{
    Body, Cookie, EventStream, FileResponse, Html, JsonLines, PlainText, Redirect, Responder, Response, ResponseParts,
    SameSite, ServerSentEvent, StreamingResponse, produce,
};
pub use routing::{Route, Router};
pub use static_files::{Embedded, Frontend, StaticFiles};
#[cfg(feature = "websockets")]
pub use websocket::WebSocket;

/// The error of starting and running an app: anything that is an error, with its text for the operator.
pub type BoxError = Box<dyn std::error::Error + Send + Sync>;

/// What `main` returns.
pub type Result<T, E = BoxError> = std::result::Result<T, E>;
