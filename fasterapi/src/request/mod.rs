//! The request as handlers, dependencies and middleware see it.

mod client;
mod path_params;
mod query;
#[allow(clippy::module_inception)]
mod request;
mod state;
mod url;

pub use client::Client;
pub(crate) use path_params::{NO_CAPTURE, PathParams};
pub(crate) use query::{last, pairs};
pub use request::Request;
pub use state::State;
pub(crate) use state::States;
pub use url::Url;
