//! A body that is made piece by piece.

use std::convert::Infallible;
use std::pin::Pin;
use std::task::{Context, Poll};

use bytes::Bytes;
use fasterapi::Body;
use http_body::Frame;

struct Pieces<I>(I);

impl<I: Iterator<Item = String> + Unpin> http_body::Body for Pieces<I> {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
        Poll::Ready(self.0.next().map(|piece| Ok(Frame::data(piece.into()))))
    }
}

/// The pieces as a body, each made when it is sent.
pub(super) fn stream(pieces: impl Iterator<Item = String> + Send + Unpin + 'static) -> Body {
    Body::new(Pieces(pieces))
}
