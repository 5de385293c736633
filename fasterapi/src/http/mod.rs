//! The vocabulary every other module shares: errors and what they look like on the wire.

mod error;
mod host;
mod validation;
mod vary;

pub use error::HttpError;
pub(crate) use host::{Host, parse_port};
pub use validation::{ErrorDetail, Errors, Loc, Location};
pub(crate) use vary::vary_on;
