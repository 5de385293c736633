//! [`Drain`]: how a worker's connections learn that the server stops or that time has passed, and the worker that
//! they are gone.

use std::future::Future;
use std::pin::pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use tokio::sync::Notify;
use tokio::sync::futures::OwnedNotified;
use tokio::time::sleep;

use super::seats::Seats;
use super::turns::Turns;

/// How far the shutdown has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Phase {
    /// Connections are accepted and kept open.
    Serving,
    /// Another process has taken the listeners over. Each connection is closed with its next answer; those that are idle
    /// may still ask.
    Leaving,
    /// No new connections; those that exist finish the request in flight.
    Finishing,
    /// Connections are dropped as they are.
    Dropping,
}

/// How far the shutdown has come, and how often [`Drain::tick`] was called: one word, so that a connection finds out
/// with one load that there is nothing to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct News(usize);

impl News {
    /// The same time, as if no shutdown had begun.
    pub(crate) fn while_serving(self) -> Self {
        Self(self.0 & !PHASE)
    }

    pub(crate) fn phase(self) -> Phase {
        match self.0 & PHASE {
            0 => Phase::Serving,
            1 => Phase::Leaving,
            3 => Phase::Finishing,
            _ => Phase::Dropping,
        }
    }
}

/// The bits of the phase; the others count ticks.
const PHASE: usize = 7;

/// How long what comes before the first request may still take when the server ends.
const AT_THE_END: Duration = Duration::from_millis(500);

/// One worker's shutdown, and its clock.
#[derive(Debug)]
pub(crate) struct Drain {
    news: AtomicUsize,
    changed: Arc<Notify>,
    open: AtomicUsize,
    /// How many of these are only told that there are enough.
    refused: AtomicUsize,
    closed: Notify,
    /// Those of the whole process.
    seats: Arc<Seats>,
    turns: Turns,
}

impl Drain {
    /// Of a worker whose connections take these seats.
    pub(crate) fn new(seats: &Arc<Seats>) -> Arc<Self> {
        Arc::new(Self {
            news: AtomicUsize::new(Phase::Serving as usize),
            changed: Arc::new(Notify::new()),
            open: AtomicUsize::new(0),
            refused: AtomicUsize::new(0),
            closed: Notify::new(),
            seats: Arc::clone(seats),
            turns: Turns::default(),
        })
    }

    pub(crate) fn news(&self) -> News {
        News(self.news.load(Ordering::Acquire))
    }

    pub(crate) fn phase(&self) -> Phase {
        self.news().phase()
    }

    /// Goes on to `phase`, never back.
    pub(crate) fn advance(&self, phase: Phase) {
        // The phases' numbers have ever more bits set, so that going on is setting bits.
        let bits = (1 << phase as usize) - 1;
        if self.news.fetch_or(bits, Ordering::AcqRel) & bits != bits {
            self.changed.notify_waiters();
        }
    }

    /// Lets every connection look at itself.
    pub(crate) fn tick(&self) {
        self.turns.forget();
        self.news.fetch_add(PHASE + 1, Ordering::AcqRel);
        self.changed.notify_waiters();
    }

    /// Done at the next change of phase or tick after this call, polled or not.
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

    /// Waits until the server is about to end for those who have not asked anything yet: half a second into the end.
    pub(crate) async fn over_soon(&self) {
        self.reached(Phase::Finishing).await;
        sleep(AT_THE_END).await;
    }

    /// Counts a connection until the ticket is dropped.
    pub(crate) fn enter(self: &Arc<Self>) -> Ticket {
        self.open.fetch_add(1, Ordering::AcqRel);
        self.seats.take();
        Ticket(Arc::clone(self))
    }

    /// In whose turn it is to give up buffers.
    pub(super) fn turns(&self) -> &Turns {
        &self.turns
    }

    /// How many connections are open.
    pub(crate) fn open(&self) -> usize {
        self.open.load(Ordering::Acquire)
    }

    /// How many of these are served, not refused.
    pub(crate) fn served(&self) -> usize {
        // read first: one that is refused meanwhile counts as open only
        let refused = self.refused.load(Ordering::Acquire);
        self.open().saturating_sub(refused)
    }

    /// How many connections there may be.
    pub(crate) fn seats(&self) -> &Seats {
        &self.seats
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

    /// Notes that the connection is only told that there are enough.
    pub(crate) fn refuse(self) -> Refused {
        self.0.refused.fetch_add(1, Ordering::AcqRel);
        Refused(self)
    }
}

impl Drop for Ticket {
    fn drop(&mut self) {
        self.0.seats.leave();
        if self.0.open.fetch_sub(1, Ordering::AcqRel) == 1 {
            self.0.closed.notify_waiters();
        }
    }
}

/// One open connection that is not served. It has a seat until it is closed, so that there are not any number of these.
#[derive(Debug)]
pub(crate) struct Refused(Ticket);

impl Refused {
    pub(crate) fn drain(&self) -> &Drain {
        self.0.drain()
    }
}

impl Drop for Refused {
    fn drop(&mut self) {
        self.drain().refused.fetch_sub(1, Ordering::AcqRel);
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
        let drain = Drain::new(&Seats::new(1));
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

    #[test]
    fn who_is_refused_has_a_seat_and_leaves_room_for_others() {
        let seats = Seats::new(2);
        let drain = Drain::new(&seats);
        let (_first, second) = (drain.enter(), drain.enter().refuse());
        assert_eq!((drain.open(), drain.served(), seats.is_free()), (2, 1, false));
        drop(second);
        assert_eq!((drain.open(), drain.served(), seats.is_free()), (1, 1, true));
    }

    #[tokio::test]
    async fn phases_only_advance() {
        let drain = Drain::new(&Seats::new(1));
        let changed = drain.changed();
        drain.advance(Phase::Dropping);
        changed.await;
        drain.advance(Phase::Finishing);
        assert_eq!(drain.phase(), Phase::Dropping);
        drain.reached(Phase::Finishing).await;

        let drain = Drain::new(&Seats::new(1));
        for phase in [Phase::Leaving, Phase::Finishing, Phase::Dropping] {
            drain.advance(phase);
            assert_eq!(drain.phase(), phase);
        }
    }

    #[tokio::test]
    async fn ticks_are_news_of_no_phase() {
        let drain = Drain::new(&Seats::new(1));
        let (before, changed) = (drain.news(), drain.changed());
        drain.tick();
        changed.await;
        assert!(drain.news() != before && drain.phase() == Phase::Serving);
        drain.advance(Phase::Finishing);
        drain.tick();
        assert_eq!(drain.phase(), Phase::Finishing);
        assert_eq!(drain.news().while_serving().phase(), Phase::Serving);
    }

    #[tokio::test]
    async fn a_deadline_drops_what_is_left() {
        let drain = Drain::new(&Seats::new(1));
        let _ticket = drain.enter();
        assert_eq!(finish(&drain, async {}).await, 1);
        assert_eq!(drain.phase(), Phase::Dropping);
    }
}
