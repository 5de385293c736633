//! The command line every app's binary takes: options of the server, and `openapi` and `routes`.

mod command;
mod env_file;
mod error;
mod help;
mod limits;
mod nearest;
mod options;
mod parse;
mod routes_table;
mod run;
#[cfg(feature = "tls")]
mod tls;
mod values;

pub(crate) use command::Command;
pub use env_file::load_env_file;
pub(crate) use error::CliError;
pub(crate) use parse::Arguments;
pub(crate) use run::run;
