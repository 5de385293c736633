//! [`StreamingResponse`]: an answer made piece by piece.

use std::fmt;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::Pin;
use std::task::{Context, Poll};

use bytes::Bytes;
use futures_core::Stream;
use http::{StatusCode, header};
use http_body::Frame;

use super::file::media_type;
use super::{Body, Respond, Responder, Response, ResponseDescription};
use crate::BoxError;
use crate::http::Panic;
use crate::logging;
use crate::model::Schemas;

/// An answer made piece by piece, as fast as the client takes it and no faster.
///
/// The stream is dropped when the client leaves. An error breaks the connection off, for the status was sent already.
///
/// ```
/// use fasterapi::prelude::*;
///
/// #[get("/count")]
/// async fn count() -> StreamingResponse {
///     let numbers = produce(async |numbers| {
///         for i in 0..4 {
///             numbers.send(format!("{i};")).await;
///         }
///     });
///     StreamingResponse::new(numbers).media_type("text/plain")
/// }
/// ```
#[must_use]
pub struct StreamingResponse {
    body: Body,
    media_type: Option<String>,
}

impl fmt::Debug for StreamingResponse {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "StreamingResponse({:?})", self.media_type)
    }
}

impl StreamingResponse {
    /// The stream's pieces, text or bytes, and no media type.
    pub fn new<S>(stream: S) -> Self
    where
        S: Stream<Item: Into<Bytes>> + Send + 'static,
    {
        Self::of(Body::new(Pieces(Box::pin(stream), |piece: S::Item| Ok(piece.into()))))
    }

    /// As [`new`](Self::new), of a stream that may fail.
    pub fn try_new<S, T, E>(stream: S) -> Self
    where
        S: Stream<Item = Result<T, E>> + Send + 'static,
        T: Into<Bytes>,
        E: Into<BoxError>,
    {
        let piece = |piece: Result<T, E>| piece.map(Into::into).map_err(Into::into);
        Self::of(Body::new(Pieces(Box::pin(stream), piece)))
    }

    /// The media type; text is UTF-8 unless it says otherwise.
    pub fn media_type(mut self, media_type: impl Into<String>) -> Self {
        self.media_type = Some(media_type.into());
        self
    }

    fn of(body: Body) -> Self {
        Self { body, media_type: None }
    }
}

impl Responder for StreamingResponse {
    fn respond(self, answer: Respond) -> Response {
        let mut headers = answer.headers;
        if let Some(media_type) = &self.media_type {
            let Some(value) = media_type::with_charset(media_type) else {
                return Response::fault(format!("{media_type:?} is not a media type"));
            };
            headers.insert(header::CONTENT_TYPE, value);
        }
        Response {
            status: answer.status.unwrap_or(StatusCode::OK),
            headers,
            body: self.body,
        }
    }

    fn describe(_: &mut ResponseDescription, _: &mut Schemas) {}
}

/// A stream as a body; the function makes bytes of an item.
pub(super) struct Pieces<S: ?Sized, F>(pub(super) Pin<Box<S>>, pub(super) F);

impl<S, F> http_body::Body for Pieces<S, F>
where
    S: Stream + ?Sized,
    F: FnMut(S::Item) -> Result<Bytes, BoxError> + Unpin,
{
    type Data = Bytes;
    type Error = BoxError;

    fn poll_frame(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, BoxError>>> {
        loop {
            // A panic is an error of this answer alone, and is told of as one.
            let pieces = &mut *self;
            let polled = catch_unwind(AssertUnwindSafe(|| {
                let item = pieces.0.as_mut().poll_next(cx);
                item.map(|item| item.map(|item| (pieces.1)(item)))
            }));
            let polled = polled.unwrap_or_else(|payload| Poll::Ready(Some(Err(Panic::caught(&*payload).into()))));
            let Some(piece) = std::task::ready!(polled) else {
                return Poll::Ready(None);
            };
            match piece {
                // an empty piece is nothing to send
                Ok(bytes) if bytes.is_empty() => {}
                Ok(bytes) => return Poll::Ready(Some(Ok(Frame::data(bytes)))),
                Err(error) => {
                    logging::error(format_args!("a stream broke off: {error}"));
                    return Poll::Ready(Some(Err(error)));
                }
            }
        }
    }
}
