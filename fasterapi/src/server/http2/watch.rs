//! [`Watch`]: judges an HTTP/2 connection by what changed between two looks.

use super::streams::Streams;
use super::traffic::Traffic;
use crate::server::connection::Patience;

/// What is to be done with a connection.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Verdict {
    /// Nothing.
    Fine,
    /// Say goodbye: nothing was asked for long.
    Idle,
    /// Drop it: answers are ready and the peer takes nothing of any. One alone is given up by its stream.
    Stuck,
}

/// What the last look saw.
#[derive(Debug)]
pub(super) struct Watch {
    patience: Patience,
    /// `None` before the first look, which may come right after the connection.
    last: Option<(usize, usize)>,
    idle: u32,
    stuck: u32,
}

impl Watch {
    pub(super) fn new(patience: Patience) -> Self {
        Self {
            patience,
            last: None,
            idle: 0,
            stuck: 0,
        }
    }

    /// Looks once; to be called once a [`Patience::tick`].
    pub(super) fn look(&mut self, traffic: &Traffic, streams: &Streams) -> Verdict {
        let now = (traffic.heads(), traffic.sent());
        let Some((heads, sent)) = self.last.replace(now) else {
            return Verdict::Fine;
        };
        // An answer that hyper is done with and that has not left waits for the peer.
        let waits = traffic.write_blocked() || streams.sending() > 0 || traffic.open() > streams.at_work();
        let is_stuck = waits && sent == now.1;
        self.stuck = if is_stuck { self.stuck + 1 } else { 0 };
        let is_idle = traffic.open() == 0 && streams.at_work() == 0 && heads == now.0;
        self.idle = if is_idle { self.idle + 1 } else { 0 };
        if self.stuck >= self.patience.write {
            Verdict::Stuck
        } else if self.idle >= self.patience.idle {
            Verdict::Idle
        } else {
            Verdict::Fine
        }
    }
}
