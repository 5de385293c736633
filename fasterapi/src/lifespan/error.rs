//! [`LifespanError`]: why an app did not start, or did not end as it should.

use std::error::Error;
use std::fmt;

use crate::BoxError;

/// Why an app did not start, or did not end as it should, with a text for the operator.
pub struct LifespanError {
    stage: Stage,
    source: BoxError,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Stage {
    Startup,
    Shutdown,
}

impl LifespanError {
    pub(crate) fn startup(source: impl Into<BoxError>) -> Self {
        Self {
            stage: Stage::Startup,
            source: source.into(),
        }
    }

    pub(crate) fn shutdown(source: impl Into<BoxError>) -> Self {
        Self {
            stage: Stage::Shutdown,
            source: source.into(),
        }
    }

    /// Whether it was the start that failed, so that no request was answered.
    pub fn is_startup(&self) -> bool {
        self.stage == Stage::Startup
    }
}

impl fmt::Display for LifespanError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let what = match self.stage {
            Stage::Startup => "the app could not start",
            Stage::Shutdown => "the app did not shut down as it should",
        };
        write!(f, "{what}: {}", self.source)?;
        let mut cause = self.source.source();
        while let Some(error) = cause {
            write!(f, ": {error}")?;
            cause = error.source();
        }
        Ok(())
    }
}

/// As [`Display`](fmt::Display): a `main` that returns the error prints it with `Debug`.
impl fmt::Debug for LifespanError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl Error for LifespanError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        Some(&*self.source)
    }
}
