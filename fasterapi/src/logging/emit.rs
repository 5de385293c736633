//! The framework's own lines: to whoever listens to `tracing`, or to stderr.

use std::fmt;
use std::sync::atomic::{AtomicBool, Ordering};

use tracing::Span;
use tracing::level_filters::LevelFilter;
use tracing::subscriber::NoSubscriber;

use super::{Fields, LogLevel, Output, Stream, one_line};

/// The name under which the framework's lines stand in filters and in JSON.
const LOGGER: &str = "fasterapi";

/// Whether the process' subscriber is the one of this module, so that what it does not ask for may be written all the same.
static OURS: AtomicBool = AtomicBool::new(false);

/// The subscriber of this module was installed.
#[cfg(feature = "logging")]
pub(super) fn installed() {
    OURS.store(true, Ordering::Release);
}

/// Who takes a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Way {
    /// A subscriber of `tracing`.
    Event,
    /// The stream itself.
    Print,
    Nobody,
}

impl Way {
    pub(super) fn of(level: LogLevel) -> Self {
        let printed = || {
            if level <= Output::get().level {
                Self::Print
            } else {
                Self::Nobody
            }
        };
        if OURS.load(Ordering::Acquire) {
            if level != LogLevel::Critical && level.event() <= LevelFilter::current() {
                Self::Event
            } else {
                printed()
            }
        } else if tracing::dispatcher::get_default(|dispatch| dispatch.is::<NoSubscriber>()) {
            printed()
        } else {
            Self::Event
        }
    }
}

/// Whether lines of this process are written by this module.
pub(crate) fn is_ours() -> bool {
    Way::of(LogLevel::Critical) == Way::Print
}

/// Whether somebody listens to spans of requests: a load and a comparison.
#[inline]
pub(crate) fn has_listener() -> bool {
    tracing::Level::INFO <= LevelFilter::current()
}

/// Writes one line of the framework's log. What is in `text` cannot look like more than one.
pub(crate) fn log(level: LogLevel, text: impl fmt::Display) {
    match Way::of(level) {
        Way::Nobody => {}
        Way::Print => {
            Output::get().write(Stream::Err, level, LOGGER, &text.to_string(), &Fields::default());
        }
        Way::Event => {
            // a subscriber of the program's may print what it gets as it is
            let mut text = text.to_string();
            if !OURS.load(Ordering::Acquire) {
                text = one_line(&text);
            }
            match level {
                LogLevel::Critical | LogLevel::Error => tracing::error!(target: LOGGER, "{text}"),
                LogLevel::Warning => tracing::warn!(target: LOGGER, "{text}"),
                LogLevel::Info => tracing::info!(target: LOGGER, "{text}"),
                LogLevel::Debug => tracing::debug!(target: LOGGER, "{text}"),
                LogLevel::Trace => tracing::trace!(target: LOGGER, "{text}"),
            }
        }
    }
}

/// A failure inside the program.
#[cold]
pub(crate) fn error(text: impl fmt::Display) {
    log(LogLevel::Error, text);
}

/// Something the developer should see to.
#[cold]
pub(crate) fn warning(text: impl fmt::Display) {
    log(LogLevel::Warning, text);
}

/// The same work, inside the span it is asked for in, wherever it runs.
pub(crate) fn in_span<T>(work: impl FnOnce() -> T) -> impl FnOnce() -> T {
    let span = current_span();
    move || span.in_scope(work)
}

/// The span this thread is in; none where nobody listens.
pub(crate) fn current_span() -> Span {
    if has_listener() { Span::current() } else { Span::none() }
}
