//! [`Http2`]: what a client may ask of an HTTP/2 connection.

use std::time::Duration;

/// What a client may ask of an HTTP/2 connection.
///
/// ```
/// use fasterapi::server::{Config, Http2};
///
/// let config = Config::new().http2(Http2::new().max_concurrent_streams(50));
/// # let _ = config;
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Http2 {
    pub(crate) max_concurrent_streams: u32,
    pub(crate) max_header_list_size: u32,
    pub(crate) max_frame_size: u32,
    pub(crate) window_size: u32,
    pub(crate) max_pending_resets: usize,
    pub(crate) max_local_resets: usize,
    pub(crate) ping_interval: Duration,
    pub(crate) ping_timeout: Duration,
}

impl Default for Http2 {
    fn default() -> Self {
        Self {
            max_concurrent_streams: 200,
            max_header_list_size: 64 * 1024,
            max_frame_size: 16 * 1024,
            window_size: 1024 * 1024,
            max_pending_resets: 20,
            max_local_resets: 1024,
            ping_interval: Duration::from_secs(20),
            ping_timeout: Duration::from_secs(20),
        }
    }
}

/// The bounds of `SETTINGS_MAX_FRAME_SIZE` (RFC 9113, section 6.5.2).
const FRAME_SIZES: (u32, u32) = (16 * 1024, (1 << 24) - 1);

/// The largest window there is (RFC 9113, section 6.9.1).
const LARGEST_WINDOW: u32 = (1 << 31) - 1;

impl Http2 {
    /// The defaults.
    pub fn new() -> Self {
        Self::default()
    }

    /// How many requests may be under way at once; 200 by default, 0 counts as 1. One more is refused
    /// (`REFUSED_STREAM`), and the client may send it again.
    #[must_use]
    pub fn max_concurrent_streams(mut self, streams: u32) -> Self {
        self.max_concurrent_streams = streams.max(1);
        self
    }

    /// How large the head of a request may be, in bytes, each field counted with 32 more (RFC 9113, section 6.5.2);
    /// 64 KiB by default. Larger ones are answered 431.
    #[must_use]
    pub fn max_header_list_size(mut self, bytes: u32) -> Self {
        self.max_header_list_size = bytes;
        self
    }

    /// How large a frame of the client's may be, in bytes, from 16 KiB to 16 MiB; 16 KiB by default. Larger ones end the
    /// connection.
    #[must_use]
    pub fn max_frame_size(mut self, bytes: u32) -> Self {
        self.max_frame_size = bytes.clamp(FRAME_SIZES.0, FRAME_SIZES.1);
        self
    }

    /// How much of all bodies of a connection may have come without having been read, in bytes, up to 2 GiB; 1 MiB by
    /// default. A client sends no more than that.
    #[must_use]
    pub fn window_size(mut self, bytes: u32) -> Self {
        self.window_size = bytes.min(LARGEST_WINDOW);
        self
    }

    /// How many requests the client may have taken back before they were looked at; 20 by default. One more ends the
    /// connection (`ENHANCE_YOUR_CALM`).
    #[must_use]
    pub fn max_pending_resets(mut self, streams: usize) -> Self {
        self.max_pending_resets = streams;
        self
    }

    /// How many requests of a connection may be no HTTP before it is ended (`ENHANCE_YOUR_CALM`); 1024 by default.
    #[must_use]
    pub fn max_local_resets(mut self, streams: usize) -> Self {
        self.max_local_resets = streams;
        self
    }

    /// How often a client is asked whether it is still there, and how long it may take to say so; 20 s and 20 s by
    /// default. If either is 0 it is not asked.
    #[must_use]
    pub fn ping(mut self, interval: Duration, timeout: Duration) -> Self {
        self.ping_interval = interval;
        self.ping_timeout = timeout;
        self
    }

    /// How often a client is asked; `None`: never.
    pub(super) fn pings(&self) -> Option<Duration> {
        (!self.ping_interval.is_zero() && !self.ping_timeout.is_zero()).then_some(self.ping_interval)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_time_is_no_ping() {
        let (zero, second) = (Duration::ZERO, Duration::from_secs(1));
        assert_eq!(Http2::new().pings(), Some(20 * second));
        for (interval, timeout) in [(zero, second), (second, zero)] {
            assert_eq!(Http2::new().ping(interval, timeout).pings(), None);
        }
    }

    #[test]
    fn sizes_stay_within_the_protocol() {
        let limits = Http2::new()
            .max_frame_size(1)
            .window_size(u32::MAX)
            .max_concurrent_streams(0);
        assert_eq!(limits.max_frame_size, 16_384);
        assert_eq!(limits.window_size, LARGEST_WINDOW);
        assert_eq!(limits.max_concurrent_streams, 1);
        assert_eq!(Http2::new().max_frame_size(u32::MAX).max_frame_size, 16_777_215);
    }
}
