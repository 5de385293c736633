//! [`Compressed`]: a body that is compressed while it is sent.

use std::pin::Pin;
use std::task::{Context, Poll, ready};

use bytes::Bytes;
use http_body::{Body as HttpBody, Frame};

use super::encoder::Encoder;
use crate::BoxError;
use crate::response::Body;

/// So much is compressed before others get their turn.
const PIECE: usize = 32 * 1024;

/// A body that is compressed while it is sent; each piece of it leaves at once.
pub(super) struct Compressed {
    body: Body,
    /// `None` when its end has been sent.
    encoder: Option<Encoder>,
    /// What was read of the body and not yet compressed.
    rest: Bytes,
    trailers: Option<Frame<Bytes>>,
}

impl Compressed {
    pub(super) fn new(body: Body, encoder: Encoder) -> Self {
        Self {
            body,
            encoder: Some(encoder),
            rest: Bytes::new(),
            trailers: None,
        }
    }

    /// Compresses a piece of what was read.
    fn piece(encoder: &mut Encoder, rest: &mut Bytes) -> Result<Bytes, BoxError> {
        let piece = rest.split_to(rest.len().min(PIECE));
        encoder.write(&piece)?;
        if rest.is_empty() {
            encoder.flush()?;
        }
        Ok(encoder.taken())
    }
}

impl HttpBody for Compressed {
    type Data = Bytes;
    type Error = BoxError;

    fn poll_frame(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, BoxError>>> {
        let this = self.get_mut();
        loop {
            let Some(encoder) = &mut this.encoder else {
                return Poll::Ready(this.trailers.take().map(Ok));
            };
            if !this.rest.is_empty() {
                match Self::piece(encoder, &mut this.rest) {
                    Ok(ready) if ready.is_empty() => continue,
                    ready => return Poll::Ready(Some(ready.map(Frame::data))),
                }
            }
            match ready!(Pin::new(&mut this.body).poll_frame(cx)) {
                Some(Ok(frame)) => match frame.into_data() {
                    Ok(data) => this.rest = data,
                    Err(trailers) => this.trailers = Some(trailers),
                },
                Some(Err(error)) => return Poll::Ready(Some(Err(error))),
                None => {
                    let end = this.encoder.take().map_or_else(|| Ok(Bytes::new()), Encoder::finish);
                    return Poll::Ready(Some(end.map(Frame::data).map_err(Into::into)));
                }
            }
        }
    }
}
