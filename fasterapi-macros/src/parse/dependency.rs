//! [`DependencyArgs`]: what `#[dependency(..)]` may say.

use syn::parse::ParseStream;

use super::args;
use crate::errors::Errors;

/// What a dependency's attribute says.
#[derive(Debug)]
pub(crate) struct DependencyArgs {
    /// Whether one request runs it once at most.
    pub(crate) cache: bool,
    /// Whether a plain `fn` runs on the blocking pool.
    pub(crate) blocking: bool,
    /// Whether it waits, though no `.await` is to be seen.
    pub(crate) waits: bool,
}

impl DependencyArgs {
    /// Reads the attribute's arguments.
    pub(crate) fn parse(input: ParseStream<'_>, errors: &mut Errors) -> Self {
        let mut read = Self {
            cache: true,
            blocking: false,
            waits: false,
        };
        args::each(input, errors, |key, input| {
            match key.to_string().as_str() {
                "cache" => read.cache = args::known_flag(key, input)?,
                "blocking" => read.blocking = args::known_flag(key, input)?,
                "waits" => read.waits = args::known_flag(key, input)?,
                _ => {
                    return Err(args::unknown(
                        "argument of `#[dependency]`:",
                        key,
                        &["cache", "blocking", "waits"],
                    ));
                }
            }
            Ok(())
        });
        read
    }
}
