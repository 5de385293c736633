//! The vocabulary every other module shares: errors and what they look like on the wire.

mod any_error;
mod body_error;
mod cache_control;
mod content_coding;
mod endpoint;
mod error;
mod etag;
mod failure;
mod header;
mod host;
mod panic;
mod phrase;
mod request_validation;
mod validation;
mod vary;
mod websocket;

pub use any_error::AnyError;
pub use body_error::BodyError;
pub(crate) use cache_control::cache_control_says;
pub(crate) use content_coding::preferred;
pub use endpoint::Endpoint;
pub use error::HttpError;
pub(crate) use etag::lists_tag;
pub(crate) use failure::{Failure, Unexpected};
pub(crate) use header::{find_header, find_headers, repeats};
pub(crate) use host::{Host, is_port_of, parse_port};
pub(crate) use panic::{Panic, watch_panics};
pub(crate) use phrase::phrase;
pub use request_validation::RequestValidationError;
pub use validation::{ErrorDetail, Errors, Loc, Location};
pub(crate) use vary::vary_on;
pub use websocket::{WebSocketDisconnect, WebSocketError, WebSocketException, close_code};
