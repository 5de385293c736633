//! A body as hyper takes it, frame by frame.

use std::pin::Pin;
use std::sync::PoisonError;
use std::task::{Context, Poll};

use bytes::Bytes;
use http_body::{Body as HttpBody, Frame, SizeHint};

use super::{Body, Kind};
use crate::BoxError;
use crate::http::BodyError;

impl HttpBody for Body {
    type Data = Bytes;
    type Error = BoxError;

    #[inline]
    fn poll_frame(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, BoxError>>> {
        if !matches!(self.0, Kind::Empty | Kind::Bytes(_)) {
            return self.poll_other(cx);
        }
        match std::mem::take(&mut self.0) {
            Kind::Bytes(bytes) => Poll::Ready(Some(Ok(Frame::data(bytes)))),
            _ => Poll::Ready(None),
        }
    }

    #[inline]
    fn is_end_stream(&self) -> bool {
        match &self.0 {
            Kind::Empty => true,
            Kind::Bytes(_) => false,
            _ => self.other_ends(),
        }
    }

    #[inline]
    fn size_hint(&self) -> SizeHint {
        match &self.0 {
            Kind::Empty => SizeHint::with_exact(0),
            Kind::Bytes(bytes) => SizeHint::with_exact(bytes.len() as u64),
            _ => self.other_size(),
        }
    }
}

type PolledFrame = Poll<Option<Result<Frame<Bytes>, BoxError>>>;

/// The rarer bodies: out of the way, so that the usual ones are a few instructions where hyper asks for them.
impl Body {
    fn poll_other(&mut self, cx: &mut Context<'_>) -> PolledFrame {
        match &mut self.0 {
            Kind::Empty | Kind::Bytes(_) => Poll::Ready(None),
            Kind::Failed(failed) => {
                let bytes = std::mem::take(&mut failed.bytes);
                Poll::Ready((!bytes.is_empty()).then(|| Ok(Frame::data(bytes))))
            }
            Kind::Tracked(tracked) => tracked.poll_frame(cx),
            Kind::Incoming(body) => Pin::new(body)
                .poll_frame(cx)
                .map_err(|error| BodyError::new(error).into()),
            Kind::Stream(body) => {
                let frame = Pin::new(body.get_mut().unwrap_or_else(PoisonError::into_inner)).poll_frame(cx);
                self.tell_later(frame, cx)
            }
            Kind::Events(body) => {
                let frame = Pin::new(&mut **body).poll_frame(cx);
                self.tell_later(frame, cx)
            }
            Kind::Pending(pending) => Poll::Ready(Some(Err(pending.error()))),
            Kind::Broken(error) => {
                let error = std::mem::replace(error, "the stream has failed".into());
                Poll::Ready(Some(Err(error)))
            }
        }
    }

    /// An error waits for one turn: hyper forgets what it has not sent when a body fails, and what was there before,
    /// were it the head alone, is the client's.
    fn tell_later(&mut self, frame: PolledFrame, cx: &Context<'_>) -> PolledFrame {
        match frame {
            Poll::Ready(Some(Err(error))) => {
                self.0 = Kind::Broken(error);
                cx.waker().wake_by_ref();
                Poll::Pending
            }
            frame => frame,
        }
    }

    fn other_ends(&self) -> bool {
        match &self.0 {
            Kind::Empty => true,
            Kind::Bytes(_) | Kind::Events(_) | Kind::Pending(_) | Kind::Broken(_) => false,
            Kind::Failed(failed) => failed.bytes.is_empty(),
            Kind::Tracked(tracked) => tracked.body().is_end_stream(),
            Kind::Incoming(body) => body.is_end_stream(),
            Kind::Stream(body) => body.lock().is_ok_and(|body| body.is_end_stream()),
        }
    }

    fn other_size(&self) -> SizeHint {
        match &self.0 {
            Kind::Empty | Kind::Bytes(_) => SizeHint::default(),
            Kind::Failed(failed) => SizeHint::with_exact(failed.bytes.len() as u64),
            Kind::Tracked(tracked) => tracked.size_hint(),
            Kind::Incoming(body) => body.size_hint(),
            Kind::Events(_) | Kind::Pending(_) | Kind::Broken(_) => SizeHint::default(),
            Kind::Stream(body) => body
                .lock()
                .map_or_else(|_| SizeHint::default(), |body| body.size_hint()),
        }
    }
}
