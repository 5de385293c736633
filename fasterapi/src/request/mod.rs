//! The request as handlers, dependencies and middleware see it.

mod address;
mod body_stream;
#[cfg(feature = "tls")]
mod certificate;
mod client;
mod connection;
pub(crate) mod cookies;
mod envelope;
mod form;
mod hangup;
mod headers;
mod json;
mod passage;
mod path_params;
mod place;
mod query;
mod reading;
#[allow(clippy::module_inception)]
mod request;
mod route;
mod state;
#[cfg(feature = "tls")]
mod tls_info;
mod url;
mod url_query;

pub use body_stream::BodyStream;
#[cfg(feature = "tls")]
pub use certificate::ClientCertificate;
pub use client::Client;
pub(crate) use connection::{Connection, Relay, Via};
#[cfg(feature = "multipart")]
pub(crate) use form::read_multipart;
pub(crate) use form::{Encoding, read_urlencoded};
pub use form::{FormData, FormLimits, FormValue, UploadFile};
pub(crate) use hangup::Hangup;
pub(crate) use headers::text_of;
pub(crate) use json::{NotJson, parse_json};
pub(crate) use path_params::{NO_CAPTURE, PathParams};
pub(crate) use query::{contains, last, pairs};
pub(crate) use reading::broken;
pub use request::Request;
pub use state::State;
pub(crate) use state::States;
#[cfg(feature = "tls")]
pub(crate) use tls_info::Facts;
#[cfg(feature = "tls")]
pub use tls_info::TlsInfo;
pub use url::Url;
