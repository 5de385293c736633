//! What goes back to the client: [`Response`], its [`Body`], and [`Responder`], the types a handler may return.

mod abort;
mod after;
mod body;
mod failed;
mod json;
mod responder;
mod types;

pub use abort::{Abort, AnyFailure, ErrorKind, ErrorOf, IntoFailure, Sides};
pub use after::Outcome;
pub(crate) use after::{After, Ending, Pending};
pub use body::Body;
pub(crate) use failed::error_response;
pub(crate) use json::{forbids_body, internal_server_error, json_bytes, json_response};
pub use responder::{ErrorDescription, Respond, Responder, ResponseDescription, ResponseParts};
pub use types::{Html, PlainText, Redirect, Response};
