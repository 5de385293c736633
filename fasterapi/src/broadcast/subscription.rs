//! [`Subscription`].

use std::fmt;
use std::future::poll_fn;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use futures_core::Stream;
use tokio::sync::broadcast::Receiver;
use tokio_stream::wrappers::BroadcastStream;
use tokio_stream::wrappers::errors::BroadcastStreamRecvError;

/// What a [`Broadcaster`](super::Broadcaster) sends, from the moment of subscribing: a stream, for `EventStream::new`.
///
/// A subscriber that is so far behind that items are gone is at its end, so that it cannot miss some without knowing;
/// an `EventSource` comes back by itself. With [`skip_missed`](Self::skip_missed) it goes on with what is still there.
pub struct Subscription<T> {
    items: Option<BroadcastStream<T>>,
    skips: bool,
    missed: u64,
}

impl<T> fmt::Debug for Subscription<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Subscription")
    }
}

impl<T: Clone + Send + 'static> Subscription<T> {
    pub(super) fn new(items: Receiver<T>) -> Self {
        Self {
            items: Some(BroadcastStream::new(items)),
            skips: false,
            missed: 0,
        }
    }

    /// Goes on after items were missed.
    #[must_use]
    pub fn skip_missed(mut self) -> Self {
        self.skips = true;
        self
    }

    /// How many items were missed.
    pub fn missed(&self) -> u64 {
        self.missed
    }

    /// Waits for the next item; `None` when the broadcaster is gone, or items were missed.
    pub async fn next(&mut self) -> Option<T> {
        poll_fn(|cx| Pin::new(&mut *self).poll_next(cx)).await
    }
}

impl<T: Clone + Send + 'static> Stream for Subscription<T> {
    type Item = T;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<T>> {
        loop {
            let Some(items) = &mut self.items else {
                return Poll::Ready(None);
            };
            match ready!(Pin::new(items).poll_next(cx)) {
                Some(Ok(item)) => return Poll::Ready(Some(item)),
                Some(Err(BroadcastStreamRecvError::Lagged(missed))) => {
                    self.missed += missed;
                    if !self.skips {
                        self.items = None;
                    }
                }
                None => self.items = None,
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::broadcast::Broadcaster;

    #[tokio::test]
    async fn everybody_gets_everything() {
        let numbers = Broadcaster::new(4);
        assert_eq!(numbers.send(0), 0);
        let (mut a, mut b) = (numbers.subscribe(), numbers.subscribe());
        assert_eq!((numbers.send(1), numbers.subscribers()), (2, 2));
        assert_eq!((a.next().await, b.next().await), (Some(1), Some(1)));
        drop(b);
        assert_eq!(numbers.send(2), 1);
        drop(numbers);
        assert_eq!((a.next().await, a.next().await, a.missed()), (Some(2), None, 0));
    }

    #[tokio::test]
    async fn who_is_too_far_behind_is_cut_off_or_skips() {
        let numbers = Broadcaster::new(4);
        let (mut cut, mut skips) = (numbers.subscribe(), numbers.subscribe().skip_missed());
        for number in 0..10 {
            numbers.send(number);
        }
        assert_eq!((cut.next().await, cut.missed()), (None, 6));
        assert_eq!((skips.next().await, skips.missed()), (Some(6), 6));
        assert_eq!(numbers.subscribers(), 1);
    }
}
