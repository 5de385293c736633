//! The request as handlers, dependencies and middleware see it.

mod address;
mod client;
mod form;
mod path_params;
mod query;
#[allow(clippy::module_inception)]
mod request;
mod state;
mod url;

pub use client::Client;
#[cfg(feature = "multipart")]
pub(crate) use form::read_multipart;
pub(crate) use form::{Encoding, read_urlencoded};
pub use form::{FormData, FormLimits, FormValue, UploadFile};
pub(crate) use path_params::{NO_CAPTURE, PathParams};
pub(crate) use query::{last, pairs};
pub use request::Request;
pub use state::State;
pub(crate) use state::States;
pub use url::Url;
