//! [`TestWebSocket`]: the same for tests that are plain functions.

use bytes::Bytes;
use http::HeaderMap;
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::{AsyncTestWebSocket, TestClient};
use crate::http::WebSocketDisconnect;
use crate::websocket::Message;

/// A WebSocket of the [`TestClient`], for plain `#[test]` functions: every method blocks. In async tests it is an
/// [`AsyncTestWebSocket`].
#[derive(Debug)]
pub struct TestWebSocket {
    client: TestClient,
    socket: AsyncTestWebSocket,
}

impl TestWebSocket {
    pub(super) fn new(client: TestClient, socket: AsyncTestWebSocket) -> Self {
        Self { client, socket }
    }

    /// The headers the app accepted with.
    pub fn headers(&self) -> &HeaderMap {
        self.socket.headers()
    }

    /// The subprotocol the app chose.
    pub fn subprotocol(&self) -> Option<&str> {
        self.socket.subprotocol()
    }

    /// Sends text.
    ///
    /// # Panics
    /// When the connection is over.
    pub fn send_text(&mut self, text: impl Into<String>) {
        self.client.block_on(self.socket.send_text(text));
    }

    /// Sends bytes.
    ///
    /// # Panics
    /// When the connection is over.
    pub fn send_bytes(&mut self, bytes: impl Into<Bytes>) {
        self.client.block_on(self.socket.send_bytes(bytes));
    }

    /// Sends this value as JSON in a text.
    ///
    /// # Panics
    /// When the connection is over, or the value cannot be JSON.
    pub fn send_json(&mut self, value: &(impl Serialize + ?Sized)) {
        self.client.block_on(self.socket.send_json(value));
    }

    /// Sends a message.
    ///
    /// # Panics
    /// When the connection is over.
    pub fn send(&mut self, message: impl Into<Message>) {
        self.client.block_on(self.socket.send(message));
    }

    /// Waits for a message, or the end.
    ///
    /// # Errors
    /// How the connection ended.
    pub fn receive(&mut self) -> Result<Message, WebSocketDisconnect> {
        self.client.block_on(self.socket.receive())
    }

    /// Waits for a text.
    ///
    /// # Panics
    /// When something else comes.
    pub fn receive_text(&mut self) -> String {
        self.client.block_on(self.socket.receive_text())
    }

    /// Waits for bytes.
    ///
    /// # Panics
    /// When something else comes.
    pub fn receive_bytes(&mut self) -> Bytes {
        self.client.block_on(self.socket.receive_bytes())
    }

    /// Waits for JSON, in text or bytes.
    ///
    /// # Panics
    /// When something else comes.
    pub fn receive_json<T: DeserializeOwned>(&mut self) -> T {
        self.client.block_on(self.socket.receive_json())
    }

    /// Waits for the end.
    ///
    /// # Panics
    /// When a message comes before it.
    pub fn closed(&mut self) -> WebSocketDisconnect {
        self.client.block_on(self.socket.closed())
    }

    /// Closes with a code, and waits until the handler is done, and what it left to do. What it still sends is lost.
    ///
    /// # Panics
    /// When a client may not send the code.
    pub fn close(&mut self, code: u16, reason: &str) {
        self.client.block_on(self.socket.close(code, reason));
    }
}
