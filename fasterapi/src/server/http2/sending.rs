//! [`Sending`]: the body of an answer, and what is known of how it is taken.

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::task::{Context, Poll};

use bytes::Bytes;
use http_body::{Body as HttpBody, Frame, SizeHint};

use super::streams::Streams;
use crate::BoxError;
use crate::response::Body;

/// The most that hyper gets at once, in bytes: it takes a piece when the client has room for some of it, and keeps the
/// rest, of which nothing tells when it is taken. HTTP/2's frames are not larger either, unless a client asks for it.
const PIECE: usize = 16 * 1024;

tokio::task_local! {
    /// That of the stream whose task runs.
    static PROGRESS: Progress;
}

/// How an answer is taken: the number of pieces that were, and in the lowest bit whether another waits.
#[derive(Debug, Clone, Default)]
pub(super) struct Progress(Arc<AtomicUsize>);

impl Progress {
    /// Follows the answer of this stream.
    pub(super) fn follow<F: Future>(self, stream: F) -> impl Future<Output = F::Output> {
        PROGRESS.scope(self, stream)
    }

    /// How many pieces were taken, if one waits to be.
    pub(super) fn waiting(&self) -> Option<usize> {
        let progress = self.0.load(Ordering::Relaxed);
        (progress & 1 == 1).then_some(progress >> 1)
    }

    fn note(&self, waits: bool) {
        let progress = self.0.load(Ordering::Relaxed);
        self.0
            .store((progress | 1).wrapping_add(1) | usize::from(waits), Ordering::Relaxed);
    }
}

/// The body of an answer, in pieces. While one of them waits to be sent, hyper asks for no other.
#[derive(Debug)]
pub(super) struct Sending {
    body: Body,
    /// What is left of a piece that was too large.
    rest: Bytes,
    streams: Streams,
    waits: bool,
}

impl Sending {
    pub(super) fn new(body: Body, streams: Streams) -> Self {
        Self {
            body,
            rest: Bytes::new(),
            streams,
            waits: false,
        }
    }

    fn wait(&mut self, waits: bool) {
        let sending = &self.streams.counts().sending;
        match (self.waits, waits) {
            (false, true) => drop(sending.fetch_add(1, Ordering::Relaxed)),
            (true, false) => drop(sending.fetch_sub(1, Ordering::Relaxed)),
            _ => {}
        }
        self.waits = waits;
        // a body that ends with its connection has no task
        let _ = PROGRESS.try_with(|progress| progress.note(waits));
    }

    /// The next piece of what is there.
    fn piece(&mut self) -> Frame<Bytes> {
        Frame::data(self.rest.split_to(self.rest.len().min(PIECE)))
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
        let outcome = if self.rest.is_empty() {
            Pin::new(&mut self.body)
                .poll_frame(cx)
                .map_ok(|frame| match frame.into_data() {
                    Ok(data) if data.len() > PIECE => {
                        self.rest = data;
                        self.piece()
                    }
                    Ok(data) => Frame::data(data),
                    Err(trailers) => trailers,
                })
        } else {
            Poll::Ready(Some(Ok(self.piece())))
        };
        self.wait(outcome.is_ready());
        outcome
    }

    fn is_end_stream(&self) -> bool {
        self.rest.is_empty() && self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        let (mut hint, rest) = (self.body.size_hint(), self.rest.len() as u64);
        if let Some(upper) = hint.upper() {
            hint.set_upper(upper.saturating_add(rest));
        }
        hint.set_lower(hint.lower().saturating_add(rest));
        hint
    }
}

#[cfg(test)]
mod tests {
    use std::future::poll_fn;
    use std::time::Duration;

    use super::*;

    async fn next(body: &mut Sending) -> Bytes {
        let frame = poll_fn(|cx| Pin::new(&mut *body).poll_frame(cx)).await;
        frame.unwrap().unwrap().into_data().unwrap()
    }

    #[tokio::test]
    async fn a_piece_that_was_taken_waits_to_be_sent() {
        let streams = Streams::new(Duration::from_secs(1));
        let mut body = Sending::new(Body::from("piece"), streams.clone());
        assert_eq!(streams.sending(), 0);
        let progress = Progress::default();
        progress.clone().follow(next(&mut body)).await;
        assert_eq!((streams.sending(), progress.waiting()), (1, Some(1)));
        progress.clone().follow(async { drop(body) }).await;
        assert_eq!((streams.sending(), progress.waiting()), (0, None));
    }

    #[tokio::test]
    async fn large_pieces_go_one_after_another() {
        let text: Vec<u8> = (0..PIECE * 2 + 5).map(|number| number as u8).collect();
        let mut body = Sending::new(Body::from(text.clone()), Streams::new(Duration::from_secs(1)));
        let mut sent = Vec::new();
        for left in [PIECE + 5, 5, 0] {
            assert!(!body.is_end_stream());
            sent.extend_from_slice(&next(&mut body).await);
            assert_eq!(body.size_hint().exact(), Some(left as u64));
        }
        assert!(body.is_end_stream() && sent == text);
    }
}
