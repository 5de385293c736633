//! [`KeepAlive`]: a comment now and then, so that nobody on the way thinks the connection dead.

use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use bytes::Bytes;
use http_body::{Body as HttpBody, Frame};
use tokio::time::{Sleep, sleep};

use crate::BoxError;
use crate::response::{Body, News};

/// A body that says `: ping` whenever it had nothing to say for a while.
pub(in crate::response) struct KeepAlive {
    body: Body,
    every: Duration,
    /// Made when there is something to wait for.
    sleep: Option<Pin<Box<Sleep>>>,
    /// Whether it runs since the last piece.
    is_waiting: bool,
    /// Tells that the server stops, and the stream with it.
    closing: Option<News>,
}

impl KeepAlive {
    pub(super) fn new(body: Body, every: Duration) -> Self {
        Self {
            body,
            every,
            sleep: None,
            is_waiting: false,
            closing: None,
        }
    }

    /// Ends the stream when these news come.
    pub(in crate::response) fn until(&mut self, closing: News) {
        self.closing = Some(closing);
    }
}

impl HttpBody for KeepAlive {
    type Data = Bytes;
    type Error = BoxError;

    fn poll_frame(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, BoxError>>> {
        let this = &mut *self;
        if this.closing.as_mut().is_some_and(|closing| closing.poll(cx)) {
            this.body = Body::empty();
            return Poll::Ready(None);
        }
        if let Poll::Ready(frame) = Pin::new(&mut this.body).poll_frame(cx) {
            this.is_waiting = false;
            return Poll::Ready(frame);
        }
        if this.every.is_zero() {
            return Poll::Pending;
        }
        let every = this.every;
        let timer = this.sleep.get_or_insert_with(|| Box::pin(sleep(every)));
        if !this.is_waiting {
            // Made anew, not reset: a time too long to be added to the clock's is no error there.
            timer.set(sleep(every));
            this.is_waiting = true;
        }
        std::task::ready!(timer.as_mut().poll(cx));
        this.is_waiting = false;
        Poll::Ready(Some(Ok(Frame::data(Bytes::from_static(b": ping\n\n")))))
    }
}
