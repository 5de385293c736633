//! [`WebSocketSender`]: the sending half, for whoever has something to say.

use std::future::poll_fn;
use std::sync::Arc;

use bytes::Bytes;
use serde::Serialize;
use tokio_websockets::Message as Frames;

use super::{Message, Shared, WebSocketError};

/// Sends to a WebSocket from anywhere: another task, another handler. Clones are the same.
///
/// It does not keep the connection open: once the handler is done, sending is an error.
#[derive(Debug, Clone)]
pub struct WebSocketSender {
    pub(super) shared: Arc<Shared>,
}

impl WebSocketSender {
    /// Sends text. Waits while the client takes nothing and more than 8 KiB wait already.
    ///
    /// # Errors
    /// The connection is over, or not accepted yet.
    pub async fn send_text(&self, text: impl Into<String>) -> Result<(), WebSocketError> {
        self.frames(Frames::text(text.into())).await
    }

    /// Sends bytes; waits as [`send_text`](Self::send_text) does.
    ///
    /// # Errors
    /// The connection is over, or not accepted yet.
    pub async fn send_bytes(&self, bytes: impl Into<Bytes>) -> Result<(), WebSocketError> {
        self.frames(Frames::binary(bytes.into())).await
    }

    /// Sends this value as JSON in a text.
    ///
    /// # Errors
    /// The connection is over, or not accepted yet, or the value cannot be JSON.
    pub async fn send_json(&self, value: &(impl Serialize + ?Sized)) -> Result<(), WebSocketError> {
        let json = serde_json::to_string(value).map_err(WebSocketError::Unsendable)?;
        self.frames(Frames::text(json)).await
    }

    /// Sends a message.
    ///
    /// # Errors
    /// The connection is over, or not accepted yet.
    pub async fn send(&self, message: impl Into<Message>) -> Result<(), WebSocketError> {
        self.frames(message.into().into()).await
    }

    /// Closes the connection with a code; see [`close_code`](super::close_code).
    pub fn close(&self, code: u16, reason: &str) {
        self.shared.close(code, reason);
    }

    async fn frames(&self, frames: Frames) -> Result<(), WebSocketError> {
        let mut frames = Some(frames);
        poll_fn(|cx| self.shared.poll_send(cx, &mut frames)).await
    }
}
