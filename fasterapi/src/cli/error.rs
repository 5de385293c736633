//! [`CliError`]: a command line that cannot be understood.

use std::fmt;

/// What is wrong with the command line or the environment, in one sentence. The exit code is 2.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct CliError(pub(super) String);

impl fmt::Display for CliError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for CliError {}
