//! [`Pending`]: how much is still to be done after answers, for those who wait for the end of it.

use std::pin::pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use tokio::sync::Notify;

/// Counts what is still to be done after the answers of an app.
#[derive(Debug, Clone)]
pub(crate) struct Pending(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    count: AtomicUsize,
    idle: Notify,
    /// Those of the apps mounted in this one.
    mounted: Vec<Pending>,
}

impl Pending {
    /// That of an app in which those with these are mounted.
    pub(crate) fn with(mounted: impl Iterator<Item = Self>) -> Self {
        Self(Arc::new(Inner {
            count: AtomicUsize::new(0),
            idle: Notify::new(),
            mounted: mounted.collect(),
        }))
    }

    /// Counts one more until the ticket is dropped.
    pub(super) fn enter(&self) -> Ticket {
        self.0.count.fetch_add(1, Ordering::AcqRel);
        Ticket(self.clone())
    }

    /// Waits until nothing is left to do.
    pub(crate) async fn idle(&self) {
        for mounted in &self.0.mounted {
            Box::pin(mounted.idle()).await;
        }
        loop {
            let mut idle = pin!(self.0.idle.notified());
            idle.as_mut().enable();
            if self.0.count.load(Ordering::Acquire) == 0 {
                return;
            }
            idle.await;
        }
    }
}

/// One thing to do.
#[derive(Debug)]
pub(super) struct Ticket(Pending);

impl Drop for Ticket {
    fn drop(&mut self) {
        if self.0.0.count.fetch_sub(1, Ordering::AcqRel) == 1 {
            self.0.0.idle.notify_waiters();
        }
    }
}
