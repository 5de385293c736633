//! [`Command`]: what the command line asks for.

use crate::server::Config;

/// What the command line asks for.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Command {
    /// Serve the app.
    Serve(Box<Config>),
    /// Print the OpenAPI document.
    OpenApi,
    /// Print the routes.
    Routes,
    /// Print this text.
    Help(String),
    /// Print name and version.
    Version,
}
