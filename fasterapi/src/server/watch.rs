//! [`Watch`]: judges a connection by what changed between two looks at its [`Activity`].

use super::activity::Activity;

/// An idle connection is one without progress for this many looks at it.
pub(super) const IDLE_LOOKS: u32 = 4;

/// What is to be done with a connection.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Verdict {
    /// Nothing.
    Fine,
    /// Close it unless an answer is still under way.
    Idle,
    /// Drop it: the peer takes nothing any more.
    Stuck,
}

/// What the last look saw.
#[derive(Debug, Default)]
pub(super) struct Watch {
    /// `None` before the first look, which may come right after the connection.
    progress: Option<usize>,
    looks_without_progress: u32,
    /// The number of requests when the head now being read began.
    head_of: Option<usize>,
}

impl Watch {
    /// Notes that the head of a request begins; `false` when a head is watched already.
    pub(super) fn head_begins(&mut self, activity: &Activity) -> bool {
        let begins = self.head_of.is_none();
        if begins {
            self.head_of = Some(activity.requests());
        }
        begins
    }

    /// Whether the head that began is not complete; to be asked when the time for it is over.
    pub(super) fn head_is_slow(&mut self, activity: &Activity) -> bool {
        self.head_of.take() == Some(activity.requests()) && activity.reading_head()
    }

    /// Looks once; to be called four times in the time that a connection may be idle.
    pub(super) fn look(&mut self, activity: &Activity) -> Verdict {
        let progress = Some(activity.progress());
        if activity.in_flight() || progress != self.progress {
            self.progress = progress;
            self.looks_without_progress = 0;
            return Verdict::Fine;
        }
        self.looks_without_progress += 1;
        match activity.write_blocked() {
            _ if self.looks_without_progress < IDLE_LOOKS => Verdict::Fine,
            true => Verdict::Stuck,
            false => Verdict::Idle,
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use tokio::io::{AsyncReadExt, AsyncWriteExt, duplex};

    use super::super::activity::Observed;
    use super::*;

    #[test]
    fn a_silent_connection_is_idle_four_looks_after_the_first() {
        let (activity, mut watch) = (Activity::default(), Watch::default());
        assert_eq!(watch.look(&activity), Verdict::Fine);
        let verdicts: Vec<_> = (0..4).map(|_| watch.look(&activity)).collect();
        assert_eq!(verdicts, [Verdict::Fine, Verdict::Fine, Verdict::Fine, Verdict::Idle]);
    }

    #[test]
    fn a_request_in_flight_is_never_idle() {
        let (activity, mut watch) = (Arc::new(Activity::default()), Watch::default());
        let in_flight = activity.request();
        assert!((0..9).all(|_| watch.look(&activity) == Verdict::Fine));
        drop(in_flight);
        assert!((0..3).all(|_| watch.look(&activity) == Verdict::Fine));
        assert_eq!(watch.look(&activity), Verdict::Idle);
    }

    #[tokio::test]
    async fn part_of_a_head_is_slow_unless_it_became_a_request() {
        let (activity, mut watch) = (Arc::new(Activity::default()), Watch::default());
        let (mut client, server) = duplex(64);
        let mut server = Observed::new(server, Arc::clone(&activity));
        client.write_all(b"GET").await.unwrap();
        server.read_exact(&mut [0; 3]).await.unwrap();
        assert!(activity.reading_head() && watch.head_begins(&activity));
        assert!(!watch.head_begins(&activity));
        assert!(watch.head_is_slow(&activity));

        assert!(watch.head_begins(&activity));
        drop(activity.request());
        assert!(!watch.head_is_slow(&activity));
    }

    #[tokio::test]
    async fn a_peer_that_takes_nothing_is_stuck() {
        let (activity, mut watch) = (Arc::new(Activity::default()), Watch::default());
        let (_client, server) = duplex(4);
        let mut server = Observed::new(server, Arc::clone(&activity));
        tokio::select! {
            biased;
            _ = server.write_all(b"too long") => unreachable!(),
            () = std::future::ready(()) => {}
        }
        let verdicts: Vec<_> = (0..5).map(|_| watch.look(&activity)).collect();
        assert_eq!(verdicts[4], Verdict::Stuck);
    }
}
