//! [`Seats`]: how many connections all workers together may have open.

use std::pin::pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use tokio::sync::Notify;

/// Counts the connections of all workers.
#[derive(Debug)]
pub(crate) struct Seats {
    most: usize,
    taken: AtomicUsize,
    /// Whether somebody waits for one that is free.
    crowded: AtomicBool,
    left: Notify,
}

impl Seats {
    /// So many, of which none is taken.
    pub(crate) fn new(most: usize) -> Arc<Self> {
        Arc::new(Self {
            most,
            taken: AtomicUsize::new(0),
            crowded: AtomicBool::new(false),
            left: Notify::new(),
        })
    }

    pub(crate) fn most(&self) -> usize {
        self.most
    }

    /// Takes one, whether or not one is free.
    pub(in crate::server) fn take(&self) {
        self.taken.fetch_add(1, Ordering::SeqCst);
    }

    /// Gives one back.
    pub(in crate::server) fn leave(&self) {
        self.taken.fetch_sub(1, Ordering::SeqCst);
        if self.crowded.load(Ordering::SeqCst) && self.crowded.swap(false, Ordering::SeqCst) {
            self.left.notify_waiters();
        }
    }

    pub(crate) fn is_free(&self) -> bool {
        self.taken.load(Ordering::SeqCst) < self.most
    }

    /// Waits until one is free.
    pub(crate) async fn free(&self) {
        loop {
            let mut left = pin!(self.left.notified());
            left.as_mut().enable();
            // who leaves after this tells it, and who left before is not counted any more
            self.crowded.store(true, Ordering::SeqCst);
            if self.is_free() {
                return;
            }
            left.await;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn one_is_free_when_somebody_has_left() {
        let seats = Seats::new(2);
        seats.take();
        assert!(seats.is_free());
        seats.free().await;
        seats.take();
        assert!(!seats.is_free());
        let waiting = [(); 2].map(|()| {
            let seats = Arc::clone(&seats);
            tokio::spawn(async move { seats.free().await })
        });
        tokio::task::yield_now().await;
        assert!(waiting.iter().all(|waiting| !waiting.is_finished()));
        seats.leave();
        for waiting in waiting {
            waiting.await.unwrap();
        }
    }
}
