//! [`WebSocketConfig`]: the limits of WebSockets.

use std::time::Duration;

/// The limits of an app's WebSockets; the defaults are uvicorn's.
///
/// ```
/// use std::time::Duration;
///
/// use fasterapi::App;
/// use fasterapi::websocket::WebSocketConfig;
///
/// let limits = WebSocketConfig::new().max_message_size(64 * 1024).ping_interval(Duration::from_secs(30));
/// let app = App::new().websockets(limits);
/// # let _ = app;
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[must_use]
pub struct WebSocketConfig {
    pub(super) max_message_size: usize,
    pub(super) max_queue: usize,
    pub(super) ping_interval: Duration,
    pub(super) ping_timeout: Duration,
    pub(super) close_timeout: Duration,
}

impl Default for WebSocketConfig {
    fn default() -> Self {
        Self {
            max_message_size: 16 * 1024 * 1024,
            max_queue: 32,
            ping_interval: Duration::from_secs(20),
            ping_timeout: Duration::from_secs(20),
            close_timeout: Duration::from_secs(10),
        }
    }
}

impl WebSocketConfig {
    /// The defaults.
    pub fn new() -> Self {
        Self::default()
    }

    /// The largest message, and the largest frame, that is received, in bytes; 16 MiB by default. A larger one closes
    /// with 1009, before its content is read.
    pub fn max_message_size(mut self, bytes: usize) -> Self {
        self.max_message_size = bytes;
        self
    }

    /// How many messages are read ahead of a handler that does something else; 32 by default, at least one. The client
    /// then has to wait. The last one aside, they are together smaller than one message may be.
    pub fn max_queue(mut self, messages: usize) -> Self {
        self.max_queue = messages;
        self
    }

    /// After how long a ping is sent; 20 seconds by default, never when zero.
    pub fn ping_interval(mut self, interval: Duration) -> Self {
        self.ping_interval = interval;
        self
    }

    /// How long the client may take to show a sign of life after a ping; 20 seconds by default, `Duration::MAX` is as long
    /// as it likes. Then the connection is closed with 1011. Zero is an error of `build()`: nobody answers at once.
    pub fn ping_timeout(mut self, timeout: Duration) -> Self {
        self.ping_timeout = timeout;
        self
    }

    /// How long the client may take to answer that the connection is closed; 10 seconds by default. Zero waits for no
    /// answer, `Duration::MAX` as long as the client likes.
    pub fn close_timeout(mut self, timeout: Duration) -> Self {
        self.close_timeout = timeout;
        self
    }

    /// What is wrong with it.
    pub(crate) fn problem(&self) -> Option<&'static str> {
        (self.ping_timeout.is_zero() && !self.ping_interval.is_zero()).then_some(
            "WebSocketConfig::ping_timeout(Duration::ZERO) would close every WebSocket at its first ping, which nobody \
             answers at once; ping_interval(Duration::ZERO) sends no pings, ping_timeout(Duration::MAX) waits for ever",
        )
    }
}
