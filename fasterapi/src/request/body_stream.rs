//! [`BodyStream`]: a body that is read while it arrives.

use std::fmt;
use std::future::poll_fn;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use bytes::Bytes;
use futures_core::Stream;
use http_body::Body as _;

use super::reading::broken;
use crate::http::HttpError;
use crate::response::Body;

/// The body of a request piece by piece, while it arrives: an argument, or from [`Request::stream`](crate::Request::stream).
///
/// A client is asked for more only when the next piece is. What is longer than the route's `max_body_size` ends with an
/// error, 413, at the latest when the limit is passed.
///
/// ```
/// use fasterapi::prelude::*;
///
/// #[put("/backups/{name}", max_body_size = 1_073_741_824)]
/// async fn store(name: String, mut body: BodyStream) -> Result<String, HttpError> {
///     let mut length = 0;
///     while let Some(piece) = body.next().await {
///         length += piece?.len();
///     }
///     Ok(format!("{name}: {length} bytes"))
/// }
/// ```
pub struct BodyStream {
    body: Body,
    /// How many bytes may still come.
    left: usize,
    /// What is to be said instead of the next piece.
    error: Option<HttpError>,
}

impl fmt::Debug for BodyStream {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "BodyStream({:?})", self.body)
    }
}

impl BodyStream {
    /// The pieces of `body`, of at most `limit` bytes together.
    pub(super) fn new(body: Body, limit: usize) -> Self {
        let too_long = body.size_hint().lower() > limit as u64;
        Self {
            body,
            left: limit,
            error: too_long.then(HttpError::too_large),
        }
    }

    /// No piece but this error.
    pub(super) fn failed(error: HttpError) -> Self {
        Self {
            body: Body::empty(),
            left: 0,
            error: Some(error),
        }
    }

    /// The next piece, never empty; `None` at the end.
    ///
    /// # Errors
    /// 413 when the body is too long, 400 when the client breaks off, 408 when it is too slow; return them with `?`. The next piece is `None`.
    pub async fn next(&mut self) -> Option<Result<Bytes, HttpError>> {
        poll_fn(|cx| Pin::new(&mut *self).poll_next(cx)).await
    }
}

impl Stream for BodyStream {
    type Item = Result<Bytes, HttpError>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        if let Some(error) = self.error.take() {
            self.body = Body::empty();
            return Poll::Ready(Some(Err(error)));
        }
        loop {
            let error = match ready!(Pin::new(&mut self.body).poll_frame(cx)) {
                None => return Poll::Ready(None),
                Some(Err(error)) => broken(&error),
                // trailers are no piece of the body
                Some(Ok(frame)) => match frame.into_data() {
                    Err(_) => continue,
                    Ok(piece) if piece.is_empty() => continue,
                    Ok(piece) => match self.left.checked_sub(piece.len()) {
                        Some(left) => {
                            self.left = left;
                            return Poll::Ready(Some(Ok(piece)));
                        }
                        None => HttpError::too_large(),
                    },
                },
            };
            self.body = Body::empty();
            return Poll::Ready(Some(Err(error)));
        }
    }
}
