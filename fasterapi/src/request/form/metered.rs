//! [`Metered`]: a body that is handed to the multipart parser piece by piece, within bounds.
//!
//! The parser takes in whatever is ready before it gives anything out, keeps headers until they are complete, and skips
//! what comes before the first boundary. So each piece is followed by a pause, headers have a budget, and the first
//! boundary must come first.

use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering::Relaxed};
use std::task::{Context, Poll};

use bytes::Bytes;
use http_body::{Body as HttpBody, Frame};

use crate::BoxError;
use crate::http::HttpError;
use crate::request::broken;
use crate::response::Body;

/// Why no more of a body is read.
#[derive(Debug)]
pub(super) enum Stop {
    /// It is no multipart body.
    Invalid,
    /// It is larger than allowed.
    TooLarge,
    /// It does not come to its end: what is told of that.
    Broken(HttpError),
}

impl std::fmt::Display for Stop {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Invalid => "not a multipart body",
            Self::TooLarge => "larger than allowed",
            Self::Broken(_) => "broken off",
        })
    }
}

impl std::error::Error for Stop {}

/// What the reader of the parts and the body under the parser tell each other.
#[derive(Debug)]
pub(super) struct Meter {
    /// How many bytes may arrive before the headers of a part are complete.
    headers: u64,
    budget: AtomicU64,
    ended: AtomicBool,
}

impl Meter {
    /// For parts whose headers have at most so many bytes.
    pub(super) fn new(headers: u64) -> Self {
        Self {
            headers,
            budget: AtomicU64::new(headers),
            ended: AtomicBool::new(false),
        }
    }

    /// Headers come next: only so much may arrive before they are complete.
    pub(super) fn expect_headers(&self) {
        self.budget.store(self.headers, Relaxed);
    }

    /// Content comes next, which is passed on as it arrives.
    pub(super) fn expect_content(&self) {
        self.budget.store(u64::MAX, Relaxed);
    }

    /// Whether the body has been read to its end.
    pub(super) fn has_ended(&self) -> bool {
        self.ended.load(Relaxed)
    }
}

/// A body between the connection and the multipart parser.
pub(super) struct Metered {
    body: Body,
    meter: Arc<Meter>,
    /// How much more may come in total.
    left: u64,
    /// What of the first boundary has not come yet.
    opening: Vec<u8>,
    /// Whether line breaks may still come before it.
    leading: bool,
    pause: bool,
}

impl Metered {
    pub(super) fn new(body: Body, boundary: &str, total: u64, meter: Arc<Meter>) -> Self {
        Self {
            body,
            meter,
            left: total,
            opening: format!("--{boundary}").into_bytes(),
            leading: true,
            pause: false,
        }
    }

    /// Whether `data` goes on with line breaks and then the first boundary.
    fn opens(&mut self, data: &[u8]) -> bool {
        if self.opening.is_empty() {
            return true;
        }
        let breaks = data
            .iter()
            .take_while(|&&byte| self.leading && matches!(byte, b'\r' | b'\n'));
        let data = &data[breaks.count()..];
        self.leading &= data.is_empty();
        let length = data.len().min(self.opening.len());
        let fits = self.opening[..length] == data[..length];
        self.opening.drain(..length);
        fits
    }
}

impl HttpBody for Metered {
    type Data = Bytes;
    type Error = BoxError;

    fn poll_frame(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, BoxError>>> {
        if std::mem::take(&mut self.pause) {
            cx.waker().wake_by_ref();
            return Poll::Pending;
        }
        let budget = self.meter.budget.load(Relaxed);
        if budget == 0 {
            return Poll::Ready(Some(Err(Stop::Invalid.into())));
        }
        let data = loop {
            match Pin::new(&mut self.body).poll_frame(cx) {
                Poll::Pending => return Poll::Pending,
                Poll::Ready(None) => {
                    self.meter.ended.store(true, Relaxed);
                    return Poll::Ready(None);
                }
                Poll::Ready(Some(Err(error))) => return Poll::Ready(Some(Err(Stop::Broken(broken(&error)).into()))),
                Poll::Ready(Some(Ok(frame))) => {
                    if let Ok(data) = frame.into_data() {
                        break data;
                    }
                }
            }
        };
        let length = data.len() as u64;
        if length > self.left {
            return Poll::Ready(Some(Err(Stop::TooLarge.into())));
        }
        self.left -= length;
        if !self.opens(&data) {
            return Poll::Ready(Some(Err(Stop::Invalid.into())));
        }
        if budget != u64::MAX {
            self.meter.budget.store(budget.saturating_sub(length), Relaxed);
        }
        self.pause = true;
        Poll::Ready(Some(Ok(Frame::data(data))))
    }
}
