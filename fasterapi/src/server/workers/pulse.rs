//! [`Pulse`]: how one sees that a worker's thread still goes round its loop.

use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use tokio::sync::Notify;

/// The heart of one worker. It beats when it is asked to: a timer of its own would have to be looked at whenever the
/// worker waits for bytes, so by every request.
#[derive(Debug, Default)]
pub(super) struct Pulse {
    asked: Notify,
    beats: AtomicUsize,
    missing: AtomicBool,
}

/// How a worker has changed between two looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Change {
    /// It hangs.
    Lost,
    /// It goes on again.
    Back,
}

impl Pulse {
    /// Beats for ever, once for each look.
    pub(super) async fn beat(&self) {
        loop {
            self.asked.notified().await;
            self.beats.fetch_add(1, Ordering::Relaxed);
        }
    }

    /// Whether the worker hung at the last look.
    pub(super) fn is_missing(&self) -> bool {
        self.missing.load(Ordering::Relaxed)
    }

    /// Looks whether it has beaten since it was looked at with this number of beats, notes the new one, and asks for one
    /// more.
    pub(super) fn look(&self, seen: &mut usize) -> Option<Change> {
        let beats = self.beats.load(Ordering::Relaxed);
        self.asked.notify_one();
        let missing = std::mem::replace(seen, beats) == beats;
        match (self.missing.swap(missing, Ordering::Relaxed), missing) {
            (false, true) => Some(Change::Lost),
            (true, false) => Some(Change::Back),
            _ => None,
        }
    }

    #[cfg(test)]
    pub(super) fn lose(&self) {
        self.missing.store(true, Ordering::Relaxed);
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    #[tokio::test(start_paused = true)]
    async fn a_heart_that_stops_is_missed_once_and_comes_back_once() {
        let (pulse, mut seen) = (Pulse::default(), usize::MAX);
        assert_eq!(pulse.look(&mut seen), None);
        let a_while = || tokio::time::timeout(Duration::from_secs(1), pulse.beat());
        assert!(a_while().await.is_err());
        assert_eq!(pulse.look(&mut seen), None);
        assert_eq!(pulse.look(&mut seen), Some(Change::Lost));
        assert_eq!(pulse.look(&mut seen), None);
        assert!(pulse.is_missing());
        assert!(a_while().await.is_err());
        assert_eq!(pulse.look(&mut seen), Some(Change::Back));
        assert!(!pulse.is_missing());
    }
}
