//! [`Logging`]: who listens to `tracing` in a program that has no subscriber of its own.

use std::fmt;

use tracing_subscriber::filter::EnvFilter;
use tracing_subscriber::layer::SubscriberExt;
use tracing_subscriber::registry;

use super::printer::Printer;
use super::{LogFormat, LogLevel, Output, emit, panics};

/// The variable that says what is written, in the form of `tracing_subscriber`'s `EnvFilter`: `info,sqlx=warn`.
const VARIABLE: &str = "RUST_LOG";

/// What is written of the program where nobody says: warnings and errors, and of the framework what it does.
const DEFAULT: &str = "warn,fasterapi=info";

/// How the log is written, and what of it: the counterpart of `configure_structlog(json_format, log_level)`.
///
/// [`App::run`](crate::App::run) does this by itself, as the command line says (`--log-level`, `--log-format`, `--use-colors`, and the variable
/// `RUST_LOG`). Programs that serve in another way call [`init`](Self::init) at their start.
///
/// ```
/// use fasterapi::logging::{LogFormat, LogLevel, Logging};
///
/// Logging::new().level(LogLevel::Debug).format(LogFormat::Json).init().unwrap();
/// tracing::info!(user = 7, "logged in");
/// ```
#[derive(Debug, Clone, Default)]
#[must_use]
pub struct Logging {
    level: Option<LogLevel>,
    filter: Option<String>,
    format: LogFormat,
    colors: Option<bool>,
}

impl Logging {
    /// Warnings and errors of the program, and the framework's own lines, as text, in color on a terminal.
    pub fn new() -> Self {
        Self::default()
    }

    /// The least that is written, of the program and the framework. `RUST_LOG` may ask for more or less of single modules.
    pub fn level(mut self, level: impl Into<Option<LogLevel>>) -> Self {
        self.level = level.into();
        self
    }

    /// What is written of which module, such as `info,sqlx=warn`, in place of `RUST_LOG`.
    pub fn filter(mut self, directives: impl Into<String>) -> Self {
        self.filter = Some(directives.into());
        self
    }

    /// Text or JSON; text by default.
    pub fn format(mut self, format: LogFormat) -> Self {
        self.format = format;
        self
    }

    /// Whether text is in color; where it goes to a terminal and `NO_COLOR` is not set, by default.
    pub fn colors(mut self, colors: impl Into<Option<bool>>) -> Self {
        self.colors = colors.into();
        self
    }

    /// Begins to write the log.
    ///
    /// # Errors
    /// The program has a subscriber already, or the filter is none.
    pub fn init(self) -> Result<(), LoggingError> {
        self.install(|name| std::env::var(name).ok())
    }

    /// As [`init`](Self::init); a program that has a subscriber keeps it.
    pub(crate) fn init_if_free(self) -> Result<(), LoggingError> {
        match self.init() {
            Err(LoggingError::Taken) => Ok(()),
            outcome => outcome,
        }
    }

    fn install(self, env: impl Fn(&str) -> Option<String>) -> Result<(), LoggingError> {
        let from_env = self.filter.is_none();
        let asked = self
            .filter
            .or_else(|| env(VARIABLE))
            .filter(|text| !text.trim().is_empty());
        let level = match (&asked, self.level) {
            // what `tracing` does not let through is not written in another way
            (Some(_), _) => LogLevel::Critical,
            (None, Some(level)) => level,
            (None, None) => LogLevel::Info,
        };
        let output = Output {
            format: self.format,
            colors: self.colors,
            level,
        };
        let done = match directives(self.level, asked.as_deref()) {
            Some(text) => {
                let filter = EnvFilter::try_new(&text).map_err(|error| LoggingError::Filter {
                    text: asked.unwrap_or(text),
                    from_env,
                    reason: error.to_string(),
                })?;
                tracing::subscriber::set_global_default(registry().with(filter).with(Printer))
            }
            // a comparison instead of a search, and so no event below it costs anything
            None => {
                let filter = self.level.unwrap_or(LogLevel::Warning).filter();
                tracing::subscriber::set_global_default(registry().with(filter).with(Printer))
            }
        };
        done.map_err(|_| LoggingError::Taken)?;
        output.set();
        emit::installed();
        panics::log_panics();
        Ok(())
    }
}

/// The directives to filter by; `None` when a level is all there is to it.
fn directives(level: Option<LogLevel>, asked: Option<&str>) -> Option<String> {
    let asked = asked?;
    let is_level = |directive: &str| {
        let directive = directive.trim();
        directive.eq_ignore_ascii_case("off") || directive.parse::<tracing::Level>().is_ok()
    };
    Some(match level {
        // one that stands for everything replaces what is in front of it
        Some(level) => format!("{},{asked}", level.filter()),
        None if asked.split(',').any(is_level) => asked.to_owned(),
        None => format!("{DEFAULT},{asked}"),
    })
}

/// Why the log cannot be written as asked.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum LoggingError {
    /// The program has a subscriber of `tracing` already.
    Taken,
    /// What is to be written is not said as `EnvFilter` reads it.
    Filter {
        /// What was said.
        text: String,
        /// Whether by `RUST_LOG`.
        from_env: bool,
        /// What is wrong with it.
        reason: String,
    },
}

impl fmt::Display for LoggingError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Taken => f.write_str("the program has a subscriber of `tracing` already; add to that one instead"),
            Self::Filter { text, from_env, reason } => {
                let place = if *from_env { "RUST_LOG" } else { "the filter of the log" };
                write!(
                    f,
                    "{place} is {text:?}, expected levels such as \"info,sqlx=warn\": {reason}"
                )
            }
        }
    }
}

/// The same text as [`Display`](fmt::Display): it is what `main` prints when it returns the error.
impl fmt::Debug for LoggingError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl std::error::Error for LoggingError {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_variable_refines_the_level() {
        assert_eq!(directives(Some(LogLevel::Info), None), None);
        assert_eq!(directives(None, None), None);
        assert_eq!(
            directives(Some(LogLevel::Info), Some("shop=debug")).unwrap(),
            "info,shop=debug"
        );
        assert_eq!(
            directives(None, Some("shop=debug")).unwrap(),
            "warn,fasterapi=info,shop=debug"
        );
        assert_eq!(directives(None, Some("error,shop=debug")).unwrap(), "error,shop=debug");
        assert_eq!(directives(None, Some("off")).unwrap(), "off");
    }

    #[test]
    fn a_filter_that_is_none_is_told() {
        let error = Logging::new().filter("shop=loud").install(|_| None).unwrap_err();
        assert!(error.to_string().contains("\"shop=loud\""), "{error}");
        let error = Logging::new()
            .install(|name| (name == "RUST_LOG").then(|| "a=b=c".to_owned()))
            .unwrap_err();
        assert!(error.to_string().starts_with("RUST_LOG is \"a=b=c\""), "{error}");
    }
}
