//! What goes back to the client: [`Response`], its [`Body`], and [`Responder`], the types a handler may return.

mod abort;
mod after;
mod background;
mod body;
mod convert;
mod cookie;
mod failed;
pub(crate) mod file;
mod headers;
mod json;
mod json_lines;
mod json_writer;
mod parts;
mod produce;
mod produce_blocking;
mod pruned_items;
mod redirect;
mod responder;
mod service;
mod settle;
mod sse;
mod streaming;
mod types;

pub use abort::{Abort, AnyFailure, ErrorKind, ErrorOf, IntoFailure, Sides};
#[cfg(feature = "websockets")]
pub(crate) use after::Closing;
pub(crate) use after::{After, Ending, News, Pending, guarded};
pub use after::{Outcome, TaskOutput};
pub use body::Body;
pub use cookie::{Cookie, SameSite};
pub(crate) use failed::error_response;
pub use file::{Disposition, FileResponse};
pub use headers::Headers;
pub(crate) use json::{forbids_body, internal_server_error, json_bytes, json_response};
pub use json_lines::JsonLines;
pub use parts::ResponseParts;
pub use produce::{Produced, Sender, produce};
pub use produce_blocking::{BlockingSender, ProducedBlocking, produce_blocking};
pub use redirect::Redirect;
pub use responder::{ErrorDescription, Items, Respond, Responder, ResponseDescription};
pub(crate) use service::AnyService;
pub use sse::{EventItem, EventStream, ServerSentEvent};
pub use streaming::StreamingResponse;
pub use types::{Html, PlainText, Response};
