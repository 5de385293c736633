//! [`Drain`]: how a worker's connections learn that the server stops, and the worker that they are gone.

use std::future::Future;
use std::pin::pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicU8, AtomicUsize, Ordering};

use tokio::sync::Notify;
use tokio::sync::futures::OwnedNotified;

/// How far the shutdown has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Phase {
    /// Connections are accepted and kept open.
    Serving,
    /// No new connections; those that exist finish the request in flight.
    Finishing,
    /// Connections are dropped as they are.
    Dropping,
}

/// One worker's shutdown.
#[derive(Debug)]
pub(crate) struct Drain {
    phase: AtomicU8,
    changed: Arc<Notify>,
    open: AtomicUsize,
    closed: Notify,
}

impl Drain {
    pub(crate) fn new() -> Arc<Self> {
        Arc::new(Self {
            phase: AtomicU8::new(Phase::Serving as u8),
            changed: Arc::new(Notify::new()),
            open: AtomicUsize::new(0),
            closed: Notify::new(),
        })
    }

    pub(crate) fn phase(&self) -> Phase {
        match self.phase.load(Ordering::Acquire) {
            0 => Phase::Serving,
            1 => Phase::Finishing,
            _ => Phase::Dropping,
        }
    }

    /// Goes on to `phase`, never back.
    pub(crate) fn advance(&self, phase: Phase) {
        if self.phase.fetch_max(phase as u8, Ordering::AcqRel) < phase as u8 {
            self.changed.notify_waiters();
        }
    }

    /// Done at the next change of phase after this call, polled or not.
    pub(crate) fn changed(&self) -> OwnedNotified {
        Arc::clone(&self.changed).notified_owned()
    }

    /// Waits until `phase` is reached.
    pub(crate) async fn reached(&self, phase: Phase) {
        loop {
            let changed = self.changed();
            if self.phase() >= phase {
                return;
            }
            changed.await;
        }
    }

    /// Counts a connection until the ticket is dropped.
    pub(crate) fn enter(self: &Arc<Self>) -> Ticket {
        self.open.fetch_add(1, Ordering::AcqRel);
        Ticket(Arc::clone(self))
    }

    /// How many connections are open.
    pub(crate) fn open(&self) -> usize {
        self.open.load(Ordering::Acquire)
    }

    /// Waits until no connection is open.
    pub(crate) async fn empty(&self) {
        loop {
            let mut closed = pin!(self.closed.notified());
            closed.as_mut().enable();
            if self.open() == 0 {
                return;
            }
            closed.await;
        }
    }
}

/// One open connection.
#[derive(Debug)]
pub(crate) struct Ticket(Arc<Drain>);

impl Ticket {
    pub(crate) fn drain(&self) -> &Drain {
        &self.0
    }
}

impl Drop for Ticket {
    fn drop(&mut self) {
        if self.0.open.fetch_sub(1, Ordering::AcqRel) == 1 {
            self.0.closed.notify_waiters();
        }
    }
}

/// Finishes what is in flight, for at most as long as `deadline` takes, then drops the rest and says how much it was.
pub(crate) async fn finish(drain: &Drain, deadline: impl Future<Output = ()>) -> usize {
    tokio::select! {
        () = drain.empty() => 0,
        () = drain.reached(Phase::Dropping) => 0,
        () = deadline => {
            let dropped = drain.open();
            drain.advance(Phase::Dropping);
            dropped
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn empty_waits_for_the_last_ticket() {
        let drain = Drain::new();
        let ticket = drain.enter();
        let waiting = tokio::spawn({
            let drain = Arc::clone(&drain);
            async move { drain.empty().await }
        });
        tokio::task::yield_now().await;
        assert!(!waiting.is_finished());
        drop(ticket);
        waiting.await.unwrap();
    }

    #[tokio::test]
    async fn phases_only_advance() {
        let drain = Drain::new();
        let changed = drain.changed();
        drain.advance(Phase::Dropping);
        changed.await;
        drain.advance(Phase::Finishing);
        assert_eq!(drain.phase(), Phase::Dropping);
        drain.reached(Phase::Finishing).await;
    }

    #[tokio::test]
    async fn a_deadline_drops_what_is_left() {
        let drain = Drain::new();
        let _ticket = drain.enter();
        assert_eq!(finish(&drain, async {}).await, 1);
        assert_eq!(drain.phase(), Phase::Dropping);
    }
}
