//! [`Receive`]: the wait for a message.

use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll};

use super::{Message, Shared, WebSocketError};

/// Waits for a message. Dropped before it is done, it loses none.
#[derive(Debug)]
pub(super) struct Receive<'s> {
    shared: &'s Shared,
    waits: bool,
}

impl<'s> Receive<'s> {
    pub(super) fn new(shared: &'s Shared) -> Self {
        Self { shared, waits: false }
    }
}

impl Future for Receive<'_> {
    type Output = Result<Message, WebSocketError>;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        let poll = self.shared.poll_receive(cx);
        self.waits = poll.is_pending();
        poll
    }
}

impl Drop for Receive<'_> {
    fn drop(&mut self) {
        if self.waits {
            self.shared.stop_receiving();
        }
    }
}
