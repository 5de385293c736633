//! [`Turns`]: who among the connections of a worker is to look whether it can give something up, one after the other.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use tokio::sync::Notify;
use tokio::sync::futures::OwnedNotified;

/// A queue of connections, and how many of them are called.
#[derive(Debug, Default)]
pub(super) struct Turns {
    queue: Arc<Notify>,
    called: AtomicUsize,
    begun: AtomicBool,
}

impl Turns {
    /// A place in the queue, from when it is first polled; done when it is called.
    pub(super) fn queue(&self) -> OwnedNotified {
        Arc::clone(&self.queue).notified_owned()
    }

    /// Calls the first two in the queue: one may be back at its end at once.
    pub(super) fn call(&self) {
        self.begun.store(true, Ordering::Relaxed);
        for _ in 0..2 {
            self.called.fetch_add(1, Ordering::AcqRel);
            self.queue.notify_one();
        }
    }

    /// Whether anybody was ever called. A server that few connect to asks no more than this.
    #[inline]
    pub(super) fn have_begun(&self) -> bool {
        self.begun.load(Ordering::Relaxed)
    }

    /// Whether anybody was called and has not come: only then is it worth to look at one's place.
    #[inline]
    pub(super) fn are_called(&self) -> bool {
        self.called.load(Ordering::Acquire) > 0
    }

    /// Waits for nobody any more: a call that nobody heard, for want of a queue, would be waited for ever after.
    pub(super) fn forget(&self) {
        self.called.store(0, Ordering::Release);
    }

    /// One has come.
    pub(super) fn came(&self) {
        let less = |called: usize| called.checked_sub(1);
        let _ = self.called.fetch_update(Ordering::AcqRel, Ordering::Acquire, less);
    }
}

#[cfg(test)]
mod tests {
    use std::pin::pin;
    use std::task::{Context, Poll, Waker};

    use super::*;

    #[test]
    fn the_first_come_first() {
        let turns = Turns::default();
        let cx = &mut Context::from_waker(Waker::noop());
        let (mut a, mut b, mut c) = (pin!(turns.queue()), pin!(turns.queue()), pin!(turns.queue()));
        let mut poll = |place: &mut std::pin::Pin<&mut OwnedNotified>| place.as_mut().poll(cx);
        assert!(poll(&mut b).is_pending() && poll(&mut a).is_pending() && poll(&mut c).is_pending());
        assert!(!turns.are_called());
        turns.call();
        assert_eq!(
            [poll(&mut c), poll(&mut a), poll(&mut b)],
            [Poll::Pending, Poll::Ready(()), Poll::Ready(())]
        );
        turns.came();
        assert!(turns.are_called());
        turns.came();
        assert!(!turns.are_called());
        turns.call();
        turns.forget();
        assert!(!turns.are_called());
    }
}
