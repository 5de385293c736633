//! What goes back to the client: [`Response`], its [`Body`], and [`Responder`], the types a handler may return.

mod body;
mod json;
mod responder;
mod types;

pub use body::Body;
pub(crate) use json::{error_response, forbids_body, internal_server_error, json_bytes, json_response};
pub use responder::{Abort, Respond, Responder, ResponseDescription, ResponseParts};
pub use types::{Html, PlainText, Redirect, Response};
