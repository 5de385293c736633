//! [`Pings`]: finds out whether the client is still there.

use std::future::Future;
use std::pin::Pin;
use std::task::Context;

use tokio::time::{Sleep, sleep};

use super::WebSocketConfig;
use super::inner::Inner;

/// Sends a ping now and then, and waits for a sign of life.
#[derive(Debug)]
pub(super) struct Pings {
    timer: Pin<Box<Sleep>>,
    waits: bool,
}

impl Pings {
    /// `None` when none are sent.
    pub(super) fn new(config: &WebSocketConfig) -> Option<Self> {
        let interval = config.ping_interval;
        (!interval.is_zero()).then(|| Self {
            timer: Box::pin(sleep(interval)),
            waits: false,
        })
    }

    /// Sends a ping when it is time; `false` when the client shows no sign of life.
    pub(super) fn poll(&mut self, cx: &mut Context<'_>, inner: &mut Inner, config: &WebSocketConfig) -> bool {
        while self.timer.as_mut().poll(cx).is_ready() {
            // Who may not send more cannot show that he lives.
            let heard = std::mem::take(&mut inner.heard) || inner.inbox.is_full();
            if self.waits && !heard {
                return false;
            }
            self.waits = !self.waits;
            let wait = if self.waits {
                inner.ping();
                config.ping_timeout
            } else {
                config.ping_interval
            };
            // Made anew, not reset: a time too long to be added to the clock's is no error there.
            self.timer.set(sleep(wait));
        }
        true
    }
}
