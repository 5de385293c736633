//! The command line every app's binary takes: options of the server, and `openapi` and `routes`.

mod command;
mod error;
mod help;
mod nearest;
mod options;
mod parse;
mod routes_table;
mod run;

pub(crate) use command::Command;
pub(crate) use error::CliError;
pub(crate) use parse::parse;
pub(crate) use run::run;
