//! [`LogLevel`]: how much a line of the log matters, under uvicorn's names.

use std::fmt;
use std::str::FromStr;

#[cfg(feature = "logging")]
use tracing::level_filters::LevelFilter;

/// How much a line of the log matters, under uvicorn's names. As a setting: the least that is written.
///
/// `tracing` has no level above error: `Critical` is written for an app that cannot start, and, as a setting, leaves out
/// every event of the program.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum LogLevel {
    /// The program cannot go on.
    Critical,
    /// Something failed that should not.
    Error,
    /// Something is not as it should be, and the program goes on.
    Warning,
    /// What happens: the server starts, a request was answered.
    Info,
    /// What developers want to know.
    Debug,
    /// Everything.
    Trace,
}

impl LogLevel {
    /// All of them, the most important first.
    pub const ALL: [Self; 6] = [
        Self::Critical,
        Self::Error,
        Self::Warning,
        Self::Info,
        Self::Debug,
        Self::Trace,
    ];

    /// `critical`, `error`, `warning`, `info`, `debug` or `trace`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Critical => "critical",
            Self::Error => "error",
            Self::Warning => "warning",
            Self::Info => "info",
            Self::Debug => "debug",
            Self::Trace => "trace",
        }
    }

    /// What events of `tracing` are written at this setting.
    #[cfg(feature = "logging")]
    pub(crate) fn filter(self) -> LevelFilter {
        match self {
            Self::Critical => LevelFilter::OFF,
            Self::Error => LevelFilter::ERROR,
            Self::Warning => LevelFilter::WARN,
            Self::Info => LevelFilter::INFO,
            Self::Debug => LevelFilter::DEBUG,
            Self::Trace => LevelFilter::TRACE,
        }
    }

    /// The level of `tracing` under which an event of this one goes to a subscriber.
    pub(crate) fn event(self) -> tracing::Level {
        match self {
            Self::Critical | Self::Error => tracing::Level::ERROR,
            Self::Warning => tracing::Level::WARN,
            Self::Info => tracing::Level::INFO,
            Self::Debug => tracing::Level::DEBUG,
            Self::Trace => tracing::Level::TRACE,
        }
    }
}

impl From<tracing::Level> for LogLevel {
    fn from(level: tracing::Level) -> Self {
        match level {
            tracing::Level::ERROR => Self::Error,
            tracing::Level::WARN => Self::Warning,
            tracing::Level::INFO => Self::Info,
            tracing::Level::DEBUG => Self::Debug,
            tracing::Level::TRACE => Self::Trace,
        }
    }
}

impl fmt::Display for LogLevel {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

/// The names of [`LogLevel::as_str`] in any case, and `warn`.
impl FromStr for LogLevel {
    type Err = UnknownLevel;

    fn from_str(text: &str) -> Result<Self, UnknownLevel> {
        let name = text.trim().to_ascii_lowercase();
        let name = if name == "warn" { "warning" } else { &name };
        let found = Self::ALL.into_iter().find(|level| level.as_str() == name);
        found.ok_or_else(|| UnknownLevel(text.to_owned()))
    }
}

/// A text that is no [`LogLevel`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnknownLevel(String);

impl fmt::Display for UnknownLevel {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names = LogLevel::ALL.map(LogLevel::as_str).join(", ");
        write!(f, "{:?} is no level of the log; the levels are {names}", self.0)
    }
}

impl std::error::Error for UnknownLevel {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn levels_are_read_as_uvicorn_writes_them() {
        for level in LogLevel::ALL {
            assert_eq!(level.as_str().parse(), Ok(level));
            assert_eq!(level.as_str().to_uppercase().parse(), Ok(level));
        }
        assert_eq!(" warn ".parse(), Ok(LogLevel::Warning));
        assert!("loud".parse::<LogLevel>().unwrap_err().to_string().contains("\"loud\""));
    }

    #[test]
    fn the_first_matter_most() {
        assert!(LogLevel::Critical < LogLevel::Error && LogLevel::Debug < LogLevel::Trace);
    }
}
