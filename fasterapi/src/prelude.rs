//! Everything a program usually needs: `use fasterapi::prelude::*;`.

pub use crate::{
    AnyError, ApiError, App, Body, BodyStream, Bytes, Cookie, EventStream, FileResponse, HeaderMap, HeaderValue, Html,
    HttpError, JsonLines, Lifespan, Method, Next, PlainText, Redirect, Request, RequestValidationError, Response,
    ResponseParts, Router, SameSite, ServerSentEvent, Startup, State, StaticFiles, StatusCode, StreamingResponse,
    UploadFile, delete, dependency, depends, get, head, model, options, patch, post, produce, put, route, routes,
    trace, url, webhook,
};
#[cfg(feature = "websockets")]
pub use crate::{WebSocket, websocket};
pub use crate::{WebSocketDisconnect, WebSocketError, WebSocketException};
pub use serde::{Deserialize, Serialize};
pub use serde_json::{Value, json};
