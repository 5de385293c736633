//! Handlers of errors: what the app answers instead of the usual, by status code or by type of error.

mod debug;
mod handled;
mod handlers;

pub use handled::HandledError;
pub(crate) use handlers::ErrorHandlers;
