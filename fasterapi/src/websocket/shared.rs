//! [`Shared`]: the lock around a WebSocket that its handler, its session and others who send to it share.

use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll};

use http::HeaderMap;
use tokio_websockets::Message as Frames;

use super::inner::{Feed, Inner, Stage};
use super::io::Io;
use super::{Message, WebSocketConfig, WebSocketDisconnect, WebSocketError, WebSocketState, close_code};
use crate::response::Response;

/// One WebSocket. The lock is held for one step at a time, never while anybody waits.
pub(crate) struct Shared {
    inner: Mutex<Inner>,
    config: WebSocketConfig,
}

impl fmt::Debug for Shared {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Shared")
    }
}

impl Shared {
    pub(crate) fn new(config: &WebSocketConfig) -> Arc<Self> {
        Arc::new(Self {
            inner: Mutex::new(Inner::new(config)),
            config: config.clone(),
        })
    }

    pub(super) fn lock(&self) -> MutexGuard<'_, Inner> {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn config(&self) -> &WebSocketConfig {
        &self.config
    }

    pub(super) fn open(&self, io: Io) {
        self.lock().open(io, &self.config);
    }

    /// Accepts; done when the connection is there.
    pub(super) fn poll_accept(
        &self,
        cx: &mut Context<'_>,
        headers: &mut Option<HeaderMap>,
    ) -> Poll<Result<(), WebSocketError>> {
        let mut inner = self.lock();
        if let Some(end) = &inner.end {
            return Poll::Ready(Err(end.clone().into()));
        }
        match (&inner.stage, headers.take()) {
            (Stage::Connecting, Some(headers)) => inner.stage = Stage::Accepting(Some(headers)),
            (Stage::Refused(_), _) => return misuse("it accepts what it has refused"),
            (Stage::Open | Stage::Accepting(_), Some(_)) => return misuse("it accepts twice"),
            (Stage::Open, None) => return Poll::Ready(Ok(())),
            (Stage::Accepting(_) | Stage::Connecting, None) => {}
        }
        inner.reader = Some(cx.waker().clone());
        Poll::Pending
    }

    /// The next message.
    pub(super) fn poll_receive(&self, cx: &mut Context<'_>) -> Poll<Result<Message, WebSocketError>> {
        let mut inner = self.lock();
        if let Some(message) = inner.inbox.pop() {
            return Poll::Ready(Ok(message));
        }
        if !matches!(inner.stage, Stage::Open) {
            return misuse("it receives before it accepts");
        }
        match inner.poll_wire() {
            Poll::Ready(outcome) => {
                inner.reader = None;
                Poll::Ready(outcome.map_err(Into::into))
            }
            Poll::Pending => {
                inner.asked = true;
                match &mut inner.reader {
                    Some(reader) => reader.clone_from(cx.waker()),
                    reader => *reader = Some(cx.waker().clone()),
                }
                Poll::Pending
            }
        }
    }

    /// Nobody waits for a message any more: the session may read ahead.
    pub(super) fn stop_receiving(&self) {
        let mut inner = self.lock();
        inner.reader = None;
        if !inner.at_work {
            inner.task.wake_by_ref();
        }
    }

    /// Sends, once there is room.
    pub(super) fn poll_send(
        &self,
        cx: &mut Context<'_>,
        frames: &mut Option<Frames>,
    ) -> Poll<Result<(), WebSocketError>> {
        let mut inner = self.lock();
        if !matches!(inner.stage, Stage::Open) {
            return misuse("it sends before it accepts");
        }
        inner.poll_send(frames, cx.waker()).map_err(Into::into)
    }

    /// Closes; before the WebSocket is accepted, refuses it.
    pub(super) fn close(&self, code: u16, reason: &str) {
        let mut inner = self.lock();
        match inner.stage {
            Stage::Connecting => inner.stage = Stage::Refused(None),
            Stage::Open => inner.close(code, reason),
            Stage::Accepting(_) | Stage::Refused(_) => {}
        }
    }

    /// Refuses with an answer of the handler's own.
    pub(super) fn deny(&self, response: Response) -> Result<(), WebSocketError> {
        let mut inner = self.lock();
        match inner.stage {
            Stage::Connecting => {
                inner.stage = Stage::Refused(Some(Box::new(response)));
                Ok(())
            }
            Stage::Refused(_) => Err(WebSocketError::Misuse("it refuses twice")),
            Stage::Open | Stage::Accepting(_) => Err(WebSocketError::Misuse("it refuses what it has accepted")),
        }
    }

    /// Lets the session send what this feed has; the number takes it away again.
    pub(super) fn add_feed(&self, number: u64, feed: Feed) {
        let mut inner = self.lock();
        inner.feeds.push((number, feed));
        inner.task.wake_by_ref();
    }

    pub(super) fn remove_feed(&self, number: u64) {
        // Dropped without the lock: what it holds may come back here.
        let feed = {
            let mut inner = self.lock();
            let found = inner.feeds.iter().position(|(known, _)| *known == number);
            found.map(|index| inner.feeds.remove(index))
        };
        drop(feed);
    }

    pub(super) fn client_state(&self) -> WebSocketState {
        let inner = self.lock();
        match (&inner.stage, &inner.end) {
            (_, Some(_)) | (Stage::Refused(_), _) => WebSocketState::Disconnected,
            (Stage::Connecting | Stage::Accepting(_), None) => WebSocketState::Connecting,
            (Stage::Open, None) => WebSocketState::Connected,
        }
    }

    pub(super) fn application_state(&self) -> WebSocketState {
        let inner = self.lock();
        match (&inner.stage, &inner.end) {
            (Stage::Refused(Some(_)), _) => WebSocketState::Response,
            (_, Some(_)) | (Stage::Refused(None), _) => WebSocketState::Disconnected,
            (Stage::Open, None) if inner.closed => WebSocketState::Disconnected,
            (Stage::Connecting | Stage::Accepting(_), None) => WebSocketState::Connecting,
            (Stage::Open, None) => WebSocketState::Connected,
        }
    }

    /// There is no connection, or none any more.
    pub(super) fn lost(&self) {
        let mut inner = self.lock();
        inner.finish(close_code::WS_1006_ABNORMAL_CLOSURE, "");
        inner.disconnect();
    }

    /// How it ended, if it has.
    pub(super) fn end(&self) -> Option<WebSocketDisconnect> {
        self.lock().end.clone()
    }
}

fn misuse<T>(how: &'static str) -> Poll<Result<T, WebSocketError>> {
    Poll::Ready(Err(WebSocketError::Misuse(how)))
}
