//! [`Pending`]: how much is still to be done after answers, for those who wait for the end of it.

use std::pin::pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use tokio::sync::Notify;

use super::Closing;

/// Counts what is still to be done after the answers of an app.
#[derive(Debug, Clone)]
pub(crate) struct Pending(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    count: AtomicUsize,
    idle: Notify,
    closing: Closing,
    /// Those of the apps mounted in this one.
    mounted: Vec<Pending>,
}

impl Pending {
    /// That of an app in which those with these are mounted.
    pub(crate) fn with(mounted: impl Iterator<Item = Self>) -> Self {
        Self(Arc::new(Inner {
            count: AtomicUsize::new(0),
            idle: Notify::new(),
            closing: Closing::new(),
            mounted: mounted.collect(),
        }))
    }

    /// Counts one more until the ticket is dropped.
    pub(super) fn enter(&self) -> Ticket {
        self.0.count.fetch_add(1, Ordering::AcqRel);
        Ticket(self.clone())
    }

    /// How event streams and WebSockets of the app hear that the server stops.
    pub(crate) fn closing(&self) -> &Closing {
        &self.0.closing
    }

    /// Whether the server has begun to stop.
    pub(crate) fn is_closing(&self) -> bool {
        self.0.closing.is_closing()
    }

    /// Tells event streams and WebSockets, those of mounted apps too, that the server stops.
    pub(crate) fn close(&self) {
        self.0.closing.begin();
        self.0.mounted.iter().for_each(Self::close);
    }

    /// Drops the WebSockets that are still open, and says how many there were.
    pub(crate) fn drop_sockets(&self) -> usize {
        let open = self.0.closing.sockets();
        self.0.closing.drop_all();
        open + self.0.mounted.iter().map(Self::drop_sockets).sum::<usize>()
    }

    /// Waits until no WebSocket is open.
    pub(crate) async fn sockets_closed(&self) {
        for mounted in &self.0.mounted {
            Box::pin(mounted.sockets_closed()).await;
        }
        self.0.closing.empty().await;
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
