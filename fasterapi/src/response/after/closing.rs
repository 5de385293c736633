//! [`Closing`]: how what stays open learns that the server stops, and the server that it is gone.

use std::pin::pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicU8, AtomicUsize, Ordering};
use std::task::Context;
#[cfg(any(feature = "websockets", test))]
use std::task::Poll;

use tokio::sync::Notify;
use tokio::sync::futures::OwnedNotified;

/// How far it is.
const CLOSING: u8 = 1;
const DROPPED: u8 = 2;

/// Told to event streams and WebSockets, which would never end by themselves.
#[derive(Debug, Clone)]
pub(crate) struct Closing(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    phase: AtomicU8,
    changed: Arc<Notify>,
    sockets: AtomicUsize,
    closed: Notify,
}

impl Closing {
    pub(super) fn new() -> Self {
        Self(Arc::new(Inner {
            phase: AtomicU8::new(0),
            changed: Arc::new(Notify::new()),
            sockets: AtomicUsize::new(0),
            closed: Notify::new(),
        }))
    }

    /// Everybody shall come to an end.
    pub(super) fn begin(&self) {
        self.advance(CLOSING);
    }

    /// Whether the end has begun.
    pub(super) fn is_closing(&self) -> bool {
        self.phase() >= CLOSING
    }

    /// Nobody is waited for any more.
    pub(super) fn drop_all(&self) {
        self.advance(DROPPED);
    }

    fn advance(&self, phase: u8) {
        if self.0.phase.fetch_max(phase, Ordering::AcqRel) < phase {
            self.0.changed.notify_waiters();
        }
    }

    fn phase(&self) -> u8 {
        self.0.phase.load(Ordering::Acquire)
    }

    /// Waits until nobody is waited for any more.
    #[cfg(feature = "websockets")]
    pub(crate) async fn dropped(&self) {
        let mut news = self.news();
        std::future::poll_fn(|cx| {
            news.poll(cx);
            if self.phase() == DROPPED {
                Poll::Ready(())
            } else {
                Poll::Pending
            }
        })
        .await;
    }

    /// How one task hears of it.
    pub(crate) fn news(&self) -> News {
        News {
            changed: None,
            closing: self.clone(),
        }
    }

    /// Counts a WebSocket until the ticket is dropped.
    #[cfg(feature = "websockets")]
    pub(crate) fn enter(&self) -> SocketTicket {
        self.0.sockets.fetch_add(1, Ordering::AcqRel);
        SocketTicket(self.clone())
    }

    /// How many WebSockets are open.
    pub(super) fn sockets(&self) -> usize {
        self.0.sockets.load(Ordering::Acquire)
    }

    /// Waits until no WebSocket is open.
    pub(super) async fn empty(&self) {
        loop {
            let mut closed = pin!(self.0.closed.notified());
            closed.as_mut().enable();
            if self.sockets() == 0 {
                return;
            }
            closed.await;
        }
    }
}

/// Wakes one task when the server stops. It waits once for each change, so that asking again costs one load.
#[derive(Debug)]
pub(crate) struct News {
    changed: Option<(u8, std::pin::Pin<Box<OwnedNotified>>)>,
    closing: Closing,
}

impl News {
    /// Whether the end has begun; if not, the task of `cx` is woken when it does. To be called by one task only.
    pub(crate) fn poll(&mut self, cx: &mut Context<'_>) -> bool {
        let mut phase = self.closing.phase();
        while phase < DROPPED && self.changed.as_ref().is_none_or(|(seen, _)| *seen != phase) {
            let mut changed = Box::pin(Arc::clone(&self.closing.0.changed).notified_owned());
            let woken = changed.as_mut().poll(cx).is_ready();
            let latest = self.closing.phase();
            if !woken && latest == phase {
                self.changed = Some((phase, changed));
            }
            phase = latest;
        }
        phase >= CLOSING
    }
}

/// One open WebSocket.
#[cfg(feature = "websockets")]
#[derive(Debug)]
pub(crate) struct SocketTicket(Closing);

#[cfg(feature = "websockets")]
impl Drop for SocketTicket {
    fn drop(&mut self) {
        if self.0.0.sockets.fetch_sub(1, Ordering::AcqRel) == 1 {
            self.0.0.closed.notify_waiters();
        }
    }
}

#[cfg(test)]
mod tests {
    use std::future::poll_fn;

    use super::*;

    #[tokio::test]
    async fn one_who_waits_is_woken_and_one_who_comes_late_knows() {
        let closing = Closing::new();
        let waiting = tokio::spawn({
            let mut news = closing.news();
            poll_fn(move |cx| if news.poll(cx) { Poll::Ready(()) } else { Poll::Pending })
        });
        tokio::task::yield_now().await;
        assert!(!waiting.is_finished());
        closing.begin();
        waiting.await.unwrap();
        assert!(poll_fn(|cx| Poll::Ready(closing.news().poll(cx))).await);
    }

    #[cfg(feature = "websockets")]
    #[tokio::test]
    async fn a_task_hears_of_both_changes() {
        let closing = Closing::new();
        let ticket = closing.enter();
        let waiting = tokio::spawn({
            let closing = closing.clone();
            async move { closing.dropped().await }
        });
        tokio::task::yield_now().await;
        closing.begin();
        tokio::task::yield_now().await;
        assert!(!waiting.is_finished() && closing.sockets() == 1);
        closing.drop_all();
        waiting.await.unwrap();
        drop(ticket);
        closing.empty().await;
    }
}
