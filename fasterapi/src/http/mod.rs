//! The vocabulary every other module shares: errors and what they look like on the wire.

mod error;
mod validation;

pub use error::HttpError;
pub use validation::{ErrorDetail, Errors, Loc, Location};
