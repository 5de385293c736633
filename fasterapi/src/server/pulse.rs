//! [`Pulse`]: how one sees that a worker's thread still goes round its loop.

use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::Duration;

/// How often a worker's heart beats in the time in which it must.
const BEATS: u32 = 4;

/// The heart of one worker.
#[derive(Debug, Default)]
pub(super) struct Pulse {
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
    /// Beats for ever, often enough for somebody who looks once in `time`.
    pub(super) async fn beat(&self, time: Duration) {
        loop {
            tokio::time::sleep(time / BEATS).await;
            self.beats.fetch_add(1, Ordering::Relaxed);
        }
    }

    /// Whether the worker hung at the last look.
    pub(super) fn is_missing(&self) -> bool {
        self.missing.load(Ordering::Relaxed)
    }

    /// Looks whether it has beaten since it was looked at with this number of beats, and notes the new one.
    pub(super) fn look(&self, seen: &mut usize) -> Option<Change> {
        let beats = self.beats.load(Ordering::Relaxed);
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
    use super::*;

    #[tokio::test(start_paused = true)]
    async fn a_heart_that_stops_is_missed_once_and_comes_back_once() {
        let (pulse, mut seen) = (Pulse::default(), usize::MAX);
        assert_eq!(pulse.look(&mut seen), None);
        let time = Duration::from_secs(1);
        let _ = tokio::time::timeout(time, pulse.beat(time)).await;
        assert_eq!(pulse.look(&mut seen), None);
        assert_eq!(pulse.look(&mut seen), Some(Change::Lost));
        assert_eq!(pulse.look(&mut seen), None);
        assert!(pulse.is_missing());
        let _ = tokio::time::timeout(time, pulse.beat(time)).await;
        assert_eq!(pulse.look(&mut seen), Some(Change::Back));
        assert!(!pulse.is_missing());
    }
}
