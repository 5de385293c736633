//! [`Activity`]: what a connection is doing, noted on the way at the price of a store, so that its timer can judge it.

use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::task::Poll;

use crate::request::Hangup;

/// What has happened on a connection. Only its own task writes, so `Relaxed` is enough.
#[derive(Debug, Default)]
pub(super) struct Activity {
    progress: AtomicUsize,
    /// The progress before the last read.
    last_read: AtomicUsize,
    /// The progress before the read that completed the head of the last request: what came since holds all of the next.
    head_from: AtomicUsize,
    requests: AtomicUsize,
    in_flight: AtomicBool,
    reading_head: AtomicBool,
    write_blocked: AtomicBool,
    wants_body: AtomicBool,
    body_is_late: AtomicBool,
    holds: AtomicBool,
    flushes: AtomicBool,
    probes: AtomicBool,
    upgraded: AtomicBool,
    keeps_open: AtomicBool,
    streams: AtomicBool,
    may_upgrade: AtomicBool,
    /// The number of the request whose answer is the last.
    last: AtomicUsize,
    may_upload: AtomicBool,
    /// Whether the head that was read has two lengths for one body, or a length that is none.
    misframed: AtomicBool,
    pipelines: AtomicBool,
    #[cfg(feature = "http2")]
    http2: AtomicBool,
    /// Who may want to hear of the peer's end.
    hangup: Option<Hangup>,
}

impl Activity {
    /// Of a connection for at most so many requests.
    pub(in crate::server) fn new(hangup: Option<Hangup>, requests: usize) -> Self {
        Self {
            hangup,
            last: AtomicUsize::new(requests),
            ..Self::default()
        }
    }

    /// Whether a handler wants to hear when the peer goes.
    pub(super) fn watches_peer(&self) -> bool {
        self.hangup.as_ref().is_some_and(Hangup::is_watched)
    }

    /// The peer has gone.
    pub(super) fn peer_left(&self) {
        if let Some(hangup) = &self.hangup {
            hangup.hang_up();
        }
    }

    /// A number that grows by one with each write, and by the number of bytes with each read.
    pub(super) fn progress(&self) -> usize {
        self.progress.load(Ordering::Relaxed)
    }

    /// How many requests have come.
    pub(super) fn requests(&self) -> usize {
        self.requests.load(Ordering::Relaxed)
    }

    /// Whether the app is working on a request.
    pub(super) fn in_flight(&self) -> bool {
        self.in_flight.load(Ordering::Relaxed)
    }

    /// Whether part of a request's head has come. (One that came in one piece with the request before it counts as
    /// idle until more of it comes: what hyper has buffered is not seen here.)
    pub(super) fn reading_head(&self) -> bool {
        self.reading_head.load(Ordering::Relaxed)
    }

    /// Whether the peer does not take what we write.
    pub(super) fn write_blocked(&self) -> bool {
        self.write_blocked.load(Ordering::Relaxed)
    }

    /// Whether the app waits for more of a request's body.
    pub(super) fn wants_body(&self) -> bool {
        self.wants_body.load(Ordering::Relaxed)
    }

    /// The body took too long: the next attempt to read it fails, and the app answers.
    pub(super) fn give_up_body(&self) {
        self.body_is_late.store(true, Ordering::Relaxed);
    }

    /// Whether a body took too long.
    pub(super) fn body_is_late(&self) -> bool {
        self.body_is_late.load(Ordering::Relaxed)
    }

    /// Whether bytes wait to be sent in company.
    pub(super) fn holds(&self) -> bool {
        self.holds.load(Ordering::Relaxed)
    }

    pub(super) fn hold(&self, bytes_wait: bool) {
        self.holds.store(bytes_wait, Ordering::Relaxed);
    }

    /// Whether a flush sends what waits; if not, it leaves it waiting. A stream that hyper will give away may be gone when
    /// it would be asked again.
    pub(super) fn flushes(&self) -> bool {
        let is = |noted: &AtomicBool| noted.load(Ordering::Relaxed);
        is(&self.flushes) || is(&self.upgraded) || is(&self.may_upgrade)
    }

    pub(super) fn flush(&self, for_real: bool) {
        self.flushes.store(for_real, Ordering::Relaxed);
    }

    /// From now on, or no more, a flush finds out whether the peer is still there.
    pub(super) fn probe(&self, peer: bool) {
        self.probes.store(peer, Ordering::Relaxed);
        self.flush(peer);
    }

    /// Whether a flush has to find out now.
    pub(super) fn probes(&self) -> bool {
        self.probes.load(Ordering::Relaxed)
    }

    /// Whether the connection began as HTTP/2 does.
    #[cfg(feature = "http2")]
    pub(super) fn is_http2(&self) -> bool {
        self.http2.load(Ordering::Relaxed)
    }

    #[cfg(feature = "http2")]
    pub(super) fn begins_http2(&self) {
        self.http2.store(true, Ordering::Relaxed);
    }

    /// From now on the stream belongs to another protocol, which flushes when it wants to.
    pub(super) fn upgrade(&self) {
        self.upgraded.store(true, Ordering::Relaxed);
    }

    /// Whether the next answer is the last.
    pub(super) fn leaves(&self) -> bool {
        self.requests() >= self.last.load(Ordering::Relaxed)
    }

    /// The next answer is the last, and says so.
    pub(super) fn leave(&self) {
        self.last.store(0, Ordering::Relaxed);
    }

    /// Whether the client may be sending a body that nobody reads to its end.
    pub(super) fn may_upload(&self) -> bool {
        self.may_upload.load(Ordering::Relaxed)
    }

    /// A request with a body was answered; or, when nothing is under way, its body has come.
    pub(super) fn upload(&self, may_go_on: bool) {
        self.may_upload.store(may_go_on, Ordering::Relaxed);
    }

    /// The head of a request is complete: how many bytes it may have, at most. What was read before the last read
    /// cannot belong to the next one, or this one would have been complete before.
    pub(super) fn head(&self) -> usize {
        let from = self.head_from.load(Ordering::Relaxed);
        self.head_from
            .store(self.last_read.load(Ordering::Relaxed), Ordering::Relaxed);
        self.progress().wrapping_sub(from)
    }

    /// The head that was read must be refused if it is one with chunks.
    pub(super) fn misframe(&self) {
        self.misframed.store(true, Ordering::Relaxed);
        // so long that it is looked at
        let from = self.progress().wrapping_sub(usize::MAX / 2);
        self.head_from.store(from, Ordering::Relaxed);
    }

    /// Whether the head that is complete now is that one; tells it once.
    pub(super) fn is_misframed(&self) -> bool {
        self.misframed.swap(false, Ordering::Relaxed)
    }

    /// Whether nothing is asked or answered, for all that is known here.
    pub(super) fn rests(&self) -> bool {
        let is = |noted: &AtomicBool| noted.load(Ordering::Relaxed);
        let busy = [
            &self.in_flight,
            &self.reading_head,
            &self.wants_body,
            &self.write_blocked,
            &self.holds,
            &self.streams,
            &self.may_upgrade,
        ];
        !busy.into_iter().any(is)
    }

    /// Whether the answer that is sent may pause: nobody here can say when such a one is done, until the next begins.
    pub(super) fn stream(&self, pauses: bool) {
        self.streams.store(pauses, Ordering::Relaxed);
    }

    /// A request asks for another protocol: hyper will give the stream away at its end, whatever the answer is.
    #[cold]
    pub(super) fn ask_to_upgrade(&self) {
        self.may_upgrade.store(true, Ordering::Relaxed);
    }

    /// From now on, or no more, the stream stays open when HTTP is done with it.
    pub(super) fn keep_open(&self, open: bool) {
        self.keeps_open.store(open, Ordering::Relaxed);
    }

    /// Whether it does.
    pub(super) fn keeps_open(&self) -> bool {
        self.keeps_open.load(Ordering::Relaxed)
    }

    /// Whether the peer has ever sent a request before it had the answer to another.
    pub(super) fn pipelines(&self) -> bool {
        self.pipelines.load(Ordering::Relaxed)
    }

    /// A request goes to the app; it is answered, or given up, when the guard is dropped.
    pub(super) fn request(self: &Arc<Self>) -> InFlight<'_> {
        if !self.reading_head() {
            // nothing was read for it: it came with the one before
            self.pipelines.store(true, Ordering::Relaxed);
        }
        self.reading_head.store(false, Ordering::Relaxed);
        self.wants_body.store(false, Ordering::Relaxed);
        self.in_flight.store(true, Ordering::Relaxed);
        self.requests.store(self.requests().wrapping_add(1), Ordering::Relaxed);
        InFlight(self)
    }

    fn advance(&self) {
        self.progress.store(self.progress().wrapping_add(1), Ordering::Relaxed);
    }

    pub(super) fn read(&self, bytes: usize) {
        let before = self.progress();
        self.last_read.store(before, Ordering::Relaxed);
        self.progress.store(before.wrapping_add(bytes), Ordering::Relaxed);
        self.wants_body.store(false, Ordering::Relaxed);
        if !self.in_flight() {
            self.reading_head.store(true, Ordering::Relaxed);
        }
    }

    /// Nothing is there to be read. While a request is in flight, only its body is asked for.
    pub(super) fn waits_for_bytes(&self) -> Poll<io::Result<()>> {
        if self.in_flight() {
            if self.body_is_late() {
                return Poll::Ready(Err(io::ErrorKind::TimedOut.into()));
            }
            self.wants_body.store(true, Ordering::Relaxed);
        }
        Poll::Pending
    }

    /// All that was written has gone, or waits: TLS takes more than the peer does.
    pub(super) fn flushed<T>(&self, outcome: &Poll<T>) {
        self.write_blocked.store(outcome.is_pending(), Ordering::Relaxed);
    }

    pub(super) fn wrote<T>(&self, outcome: &Poll<T>) {
        self.write_blocked.store(outcome.is_pending(), Ordering::Relaxed);
        if outcome.is_ready() {
            self.advance();
        }
    }
}

/// A request the app is working on. Lent by the connection, since to count who has it would cost each request two atomic
/// operations.
#[derive(Debug)]
pub(super) struct InFlight<'c>(&'c Arc<Activity>);

impl InFlight<'_> {
    pub(super) fn activity(&self) -> &Activity {
        self.0
    }

    /// The same for somebody to whom nothing can be lent.
    pub(super) fn keep(self) -> KeptInFlight {
        let kept = KeptInFlight(Arc::clone(self.0));
        drop(self);
        kept.0.in_flight.store(true, Ordering::Relaxed);
        kept
    }
}

impl Drop for InFlight<'_> {
    fn drop(&mut self) {
        self.0.in_flight.store(false, Ordering::Relaxed);
    }
}

/// As [`InFlight`], and lent by nobody.
#[derive(Debug)]
pub(super) struct KeptInFlight(Arc<Activity>);

impl Drop for KeptInFlight {
    fn drop(&mut self) {
        self.0.in_flight.store(false, Ordering::Relaxed);
    }
}
