//! [`load_env_file`]: variables from the file that `--env-file` names.

use super::{Arguments, CliError};
use crate::env_file;

/// Reads the file that `--env-file` or `FASTERAPI_ENV_FILE` names, and sets the variables in it that are not set yet.
///
/// [`App::run`](crate::App::run) does that too, before it reads the options. Call it at the beginning of `main`, before
/// any thread is started, when the program reads variables itself before that. Without the option it does nothing; a
/// command line that cannot be understood is left for `run` to tell.
///
/// ```no_run
/// use fasterapi::prelude::*;
///
/// fn main() -> fasterapi::Result<()> {
///     fasterapi::cli::load_env_file()?;
///     let url = std::env::var("DATABASE_URL")?;
///     App::new().state(url).run()
/// }
/// ```
///
/// # Errors
/// The file cannot be read, or a line of it is not `NAME=value`.
pub fn load_env_file() -> crate::Result<()> {
    match Arguments::read(std::env::args_os()) {
        Ok(arguments) => Ok(load(&arguments)?),
        Err(_) => Ok(()),
    }
}

/// Loads the file that the arguments name, if they name one.
pub(super) fn load(arguments: &Arguments) -> Result<(), CliError> {
    match arguments.env_file(|name| std::env::var_os(name)) {
        Some(path) => env_file::load(&path).map_err(CliError),
        None => Ok(()),
    }
}
