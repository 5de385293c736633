//! [`Streams`]: the tasks of a connection's streams, counted.

use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::task::{Context, Poll};

use bytes::Bytes;
use http_body::{Body as HttpBody, Frame, SizeHint};
use hyper::rt::Executor;

use crate::BoxError;
use crate::response::Body;

/// How many streams of a connection there are; hyper runs them with it, each in a task of its own, so that a panic in
/// one leaves the others alone.
#[derive(Debug, Clone, Default)]
pub(super) struct Streams(Arc<Counts>);

#[derive(Debug, Default)]
struct Counts {
    at_work: AtomicUsize,
    sending: AtomicUsize,
}

impl Streams {
    /// How many have an answer that is not complete.
    pub(super) fn at_work(&self) -> usize {
        self.0.at_work.load(Ordering::Relaxed)
    }

    /// How many of these wait until part of their answer can be sent.
    pub(super) fn sending(&self) -> usize {
        self.0.sending.load(Ordering::Relaxed)
    }
}

impl<F: Future<Output = ()> + Send + 'static> Executor<F> for Streams {
    fn execute(&self, stream: F) {
        self.0.at_work.fetch_add(1, Ordering::Relaxed);
        let at_work = AtWork(self.clone());
        tokio::spawn(async move {
            let _at_work = at_work;
            stream.await;
        });
    }
}

struct AtWork(Streams);

impl Drop for AtWork {
    fn drop(&mut self) {
        self.0.0.at_work.fetch_sub(1, Ordering::Relaxed);
    }
}

/// The body of an answer. While a piece of it waits to be sent, hyper asks for no other.
#[derive(Debug)]
pub(super) struct Sending {
    body: Body,
    streams: Streams,
    waits: bool,
}

impl Sending {
    pub(super) fn new(body: Body, streams: Streams) -> Self {
        Self {
            body,
            streams,
            waits: false,
        }
    }

    fn wait(&mut self, waits: bool) {
        let sending = &self.streams.0.sending;
        match (self.waits, waits) {
            (false, true) => drop(sending.fetch_add(1, Ordering::Relaxed)),
            (true, false) => drop(sending.fetch_sub(1, Ordering::Relaxed)),
            _ => {}
        }
        self.waits = waits;
    }
}

impl Drop for Sending {
    fn drop(&mut self) {
        self.wait(false);
    }
}

impl HttpBody for Sending {
    type Data = Bytes;
    type Error = BoxError;

    fn poll_frame(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, BoxError>>> {
        let outcome = Pin::new(&mut self.body).poll_frame(cx);
        self.wait(outcome.is_ready());
        outcome
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}

#[cfg(test)]
mod tests {
    use std::future::{pending, poll_fn};

    use super::*;

    #[tokio::test]
    async fn streams_are_counted_while_they_are_at_work() {
        let streams = Streams::default();
        streams.execute(pending());
        streams.execute(async {});
        streams.execute(async { panic!("on purpose") });
        assert_eq!(streams.at_work(), 3);
        while streams.at_work() > 1 {
            tokio::task::yield_now().await;
        }
    }

    #[tokio::test]
    async fn a_piece_that_was_taken_waits_to_be_sent() {
        let streams = Streams::default();
        let mut body = Sending::new(Body::from("piece"), streams.clone());
        assert_eq!(streams.sending(), 0);
        poll_fn(|cx| Pin::new(&mut body).poll_frame(cx)).await.unwrap().unwrap();
        assert_eq!(streams.sending(), 1);
        drop(body);
        assert_eq!(streams.sending(), 0);
    }
}
