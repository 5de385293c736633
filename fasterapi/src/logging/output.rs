//! Where lines go and what they look like: uvicorn's form, or JSON.

use std::io::{IsTerminal, Write};
use std::sync::OnceLock;

use super::{Fields, LogLevel, one_line};

/// How lines are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[non_exhaustive]
pub enum LogFormat {
    /// `INFO:     text`, as uvicorn writes them; in color on a terminal.
    #[default]
    Text,
    /// A JSON object a line, with a timestamp in UTC.
    #[cfg(feature = "logging")]
    Json,
}

/// Which of the two streams a line goes to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Stream {
    /// Lines of the access log.
    Out,
    /// All others.
    Err,
}

/// How this process writes its log.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Output {
    pub(crate) format: LogFormat,
    /// `None`: where the stream is a terminal, and `NO_COLOR` is not set.
    pub(crate) colors: Option<bool>,
    /// The least of the server's own lines that is written where `tracing` does not ask for it.
    pub(crate) level: LogLevel,
}

impl Default for Output {
    fn default() -> Self {
        Self {
            format: LogFormat::default(),
            colors: None,
            level: LogLevel::Info,
        }
    }
}

static OUTPUT: OnceLock<Output> = OnceLock::new();

impl Output {
    /// How this process writes its log. From the first time on that it is asked, nothing changes it.
    pub(crate) fn get() -> &'static Self {
        OUTPUT.get_or_init(Self::default)
    }

    /// Says how, unless a line was written already.
    pub(crate) fn set(self) {
        let _ = OUTPUT.set(self);
    }

    pub(crate) fn colors(&self, stream: Stream) -> bool {
        static TERMINALS: OnceLock<[bool; 2]> = OnceLock::new();
        self.colors.unwrap_or_else(|| {
            let plain = || std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
            let found = TERMINALS.get_or_init(|| {
                [std::io::stdout().is_terminal(), std::io::stderr().is_terminal()].map(|is| is && !plain())
            });
            found[usize::from(stream == Stream::Err)]
        })
    }

    /// Writes a line: nothing in `message` or `fields` can look like more than one.
    pub(crate) fn write(&self, stream: Stream, level: LogLevel, logger: &str, message: &str, fields: &Fields) {
        match self.format {
            LogFormat::Text => self.write_safe(stream, level, logger, &one_line(message), fields),
            #[cfg(feature = "logging")]
            LogFormat::Json => self.write_safe(stream, level, logger, message, fields),
        }
    }

    /// As [`write`](Self::write), where `message` is safe already, and may have colors.
    pub(crate) fn write_safe(&self, stream: Stream, level: LogLevel, logger: &str, message: &str, fields: &Fields) {
        let mut line = match self.format {
            LogFormat::Text => text(level, self.colors(stream), message, fields),
            #[cfg(feature = "logging")]
            LogFormat::Json => json(jiff::Timestamp::now(), level, logger, message, fields),
        };
        let _ = logger;
        line.push('\n');
        // A closed stream is no reason to stop serving. One call for a line, which no other's comes into.
        let _ = match stream {
            Stream::Out => {
                let mut out = std::io::stdout().lock();
                out.write_all(line.as_bytes()).and_then(|()| out.flush())
            }
            Stream::Err => std::io::stderr().write_all(line.as_bytes()),
        };
    }
}

/// `INFO:     message name=value`.
fn text(level: LogLevel, colors: bool, message: &str, fields: &Fields) -> String {
    let name = level.as_str();
    let mut line = String::with_capacity(message.len() + 16);
    let shown = name.to_ascii_uppercase();
    if colors {
        // uvicorn's colors
        let color = match level {
            LogLevel::Critical => 91,
            LogLevel::Error => 31,
            LogLevel::Warning => 33,
            LogLevel::Info => 32,
            LogLevel::Debug => 36,
            LogLevel::Trace => 34,
        };
        line.push_str(&format!("\u{1b}[{color}m{shown}\u{1b}[0m:"));
    } else {
        line.push_str(&shown);
        line.push(':');
    }
    line.extend(std::iter::repeat_n(' ', 9 - name.len()));
    line.push_str(message);
    fields.push_text(&mut line);
    line
}

/// `{"timestamp":"…","level":"info","logger":"…","message":"…","name":value}`.
#[cfg(feature = "logging")]
fn json(now: jiff::Timestamp, level: LogLevel, logger: &str, message: &str, fields: &Fields) -> String {
    use super::escape::push_json;
    let mut line = format!("{{\"timestamp\":\"{now:.6}\",\"level\":\"{level}\",\"logger\":");
    push_json(&mut line, logger);
    line.push_str(",\"message\":");
    push_json(&mut line, message);
    fields.push_json(&mut line, &["timestamp", "level", "logger", "message"]);
    line.push('}');
    line
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_looks_as_uvicorn_writes_it() {
        let none = Fields::default();
        assert_eq!(text(LogLevel::Info, false, "x", &none), "INFO:     x");
        assert_eq!(text(LogLevel::Warning, false, "x", &none), "WARNING:  x");
        assert_eq!(text(LogLevel::Critical, false, "x", &none), "CRITICAL: x");
        assert_eq!(
            text(LogLevel::Error, true, "x", &none),
            "\u{1b}[31mERROR\u{1b}[0m:    x"
        );
    }

    #[cfg(feature = "logging")]
    #[test]
    fn json_has_its_own_members_first_and_once() {
        let mut fields = Fields::default();
        fields.set("level", "forged");
        fields.set("request_id", "a");
        let now = jiff::Timestamp::from_microsecond(1_763_654_400_250_000).unwrap();
        assert_eq!(
            json(now, LogLevel::Info, "shop", "x\"y", &fields),
            r#"{"timestamp":"2025-11-20T16:00:00.250000Z","level":"info","logger":"shop","message":"x\"y","request_id":"a"}"#
        );
    }
}
