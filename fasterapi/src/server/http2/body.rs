//! [`Timely`]: the body of a request that has to come in time.

use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use bytes::Bytes;
use http_body::{Body as HttpBody, Frame, SizeHint};
use http_body_util::BodyExt;
use hyper::body::Incoming;
use tokio::runtime::Handle;
use tokio::time::{Instant, Sleep, sleep, timeout};

use crate::http::BodyError;
use crate::server::config::Config;
use crate::server::linger;

/// How fast a body has to come.
#[derive(Debug, Clone, Copy)]
pub(super) struct Pace {
    /// The longest wait for the next piece.
    wait: Duration,
    /// How long it may be slower than `rate`.
    grace: Duration,
    /// Bytes a second; 0 is any.
    rate: u32,
}

impl Pace {
    pub(super) fn new(config: &Config) -> Self {
        Self {
            wait: config.body_limit(),
            grace: config.limits.body_grace,
            rate: config.limits.body_rate,
        }
    }

    /// Whether so many bytes took too long.
    fn is_missed(self, bytes: u64, took: Duration) -> bool {
        self.rate > 0 && took.as_secs_f64() > self.grace.as_secs_f64() + bytes as f64 / f64::from(self.rate)
    }
}

/// A body whose pieces have to come in time. The clock is only looked at when a piece is not there yet.
///
/// Dropped before its end, it is read on, and thrown away: without a reader the stream would be reset right behind the
/// answer. That is what RFC 9113, section 8.1 has for it, and clients there are (curl 7.88) see no answer then.
#[derive(Debug)]
pub(super) struct Timely {
    /// `None` at its very end only.
    body: Option<Incoming>,
    /// Whether it was given up, so that nobody gets more of it.
    is_late: bool,
    pace: Pace,
    timer: Option<Pin<Box<Sleep>>>,
    /// Since when the app waits, and how long it did before.
    waits_since: Option<Instant>,
    waited: Duration,
    bytes: u64,
}

impl Timely {
    pub(super) fn new(body: Incoming, pace: Pace) -> Self {
        Self {
            body: Some(body),
            is_late: false,
            pace,
            timer: None,
            waits_since: None,
            waited: Duration::ZERO,
            bytes: 0,
        }
    }
}

impl HttpBody for Timely {
    type Data = Bytes;
    type Error = BodyError;

    fn poll_frame(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, BodyError>>> {
        let is_late = self.is_late;
        let Some(body) = self.body.as_mut().filter(|_| !is_late) else {
            return Poll::Ready(None);
        };
        if let Poll::Ready(piece) = Pin::new(body).poll_frame(cx) {
            if let Some(Ok(frame)) = &piece {
                self.bytes += frame.data_ref().map_or(0, |data| data.len() as u64);
            }
            self.timer = None;
            if let Some(since) = self.waits_since.take() {
                self.waited += since.elapsed();
                if piece.is_some() && self.pace.is_missed(self.bytes, self.waited) {
                    self.is_late = true;
                    return Poll::Ready(Some(Err(BodyError::late())));
                }
            }
            return Poll::Ready(piece.map(|piece| piece.map_err(BodyError::new)));
        }
        self.waits_since.get_or_insert_with(Instant::now);
        let wait = self.pace.wait;
        let timer = self.timer.get_or_insert_with(|| Box::pin(sleep(wait)));
        ready!(timer.as_mut().poll(cx));
        self.is_late = true;
        Poll::Ready(Some(Err(BodyError::late())))
    }

    fn is_end_stream(&self) -> bool {
        self.is_late || self.body.as_ref().is_none_or(HttpBody::is_end_stream)
    }

    fn size_hint(&self) -> SizeHint {
        self.body.as_ref().map_or_else(SizeHint::default, HttpBody::size_hint)
    }
}

impl Drop for Timely {
    fn drop(&mut self) {
        if let Some(body) = self.body.take_if(|body| !body.is_end_stream())
            && let Ok(runtime) = Handle::try_current()
        {
            let longest = if self.is_late { linger::SHORT } else { linger::LONG };
            runtime.spawn(timeout(longest, swallow(body)));
        }
    }
}

/// Reads until the client ends, falls silent, or has sent too much.
async fn swallow(mut body: Incoming) {
    let mut left = linger::MOST;
    while let Ok(Some(Ok(frame))) = timeout(linger::SILENCE, body.frame()).await {
        let read = frame.data_ref().map_or(0, Bytes::len);
        match left.checked_sub(read) {
            Some(less) => left = less,
            None => return,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_body_may_be_slow_for_a_while() {
        let pace = Pace {
            wait: Duration::from_secs(30),
            grace: Duration::from_secs(10),
            rate: 500,
        };
        let seconds = Duration::from_secs;
        assert!(!pace.is_missed(0, seconds(10)) && pace.is_missed(0, seconds(11)));
        assert!(!pace.is_missed(5000, seconds(20)) && pace.is_missed(5000, seconds(21)));
        assert!(!Pace { rate: 0, ..pace }.is_missed(0, seconds(1000)));
    }
}
