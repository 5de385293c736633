//! [`WebSocket`]: what a handler talks through.

use std::sync::Arc;

use bytes::Bytes;
use http::{HeaderMap, header};
use serde::Serialize;
use serde_json::Value;

use super::receive::Receive;
use super::{Accept, Message, Shared, WebSocketDisconnect, WebSocketError, WebSocketSender, WebSocketState};
use crate::http::Errors;
use crate::model::{Constraints, Model, Reader};
use crate::request::{Client, Request, State, Url};
use crate::response::Response;

/// A WebSocket: FastAPI's `WebSocket`. Handlers marked with `#[websocket]` take it by value.
///
/// The connection is closed when the handler is done: with 1000, or with the code that its error stands for.
#[derive(Debug)]
pub struct WebSocket {
    request: Request,
    pub(super) shared: Arc<Shared>,
}

impl WebSocket {
    pub(super) fn new(request: Request, shared: Arc<Shared>) -> Self {
        Self { request, shared }
    }

    /// The request that asked for the connection.
    pub fn request(&self) -> &Request {
        &self.request
    }

    /// The address asked for, with `ws` or `wss`.
    pub fn url(&self) -> Url {
        let url = self.request.url();
        let (authority, path) = (url.authority().to_owned(), url.path().to_owned());
        Url::new(
            self.request.wire_scheme(),
            authority,
            path,
            url.query().map(str::to_owned),
        )
    }

    /// The request's headers.
    pub fn headers(&self) -> &HeaderMap {
        self.request.headers()
    }

    /// Who asked.
    pub fn client(&self) -> Client {
        self.request.client()
    }

    /// A value of the app's state.
    pub fn state<T: Send + Sync + 'static>(&self) -> Option<State<T>> {
        self.request.state()
    }

    /// The subprotocols the client offers, the one it likes best first.
    pub fn subprotocols(&self) -> impl Iterator<Item = &str> {
        let lines = self.request.headers().get_all(header::SEC_WEBSOCKET_PROTOCOL).iter();
        let names = lines
            .filter_map(|line| line.to_str().ok())
            .flat_map(|line| line.split(','));
        names.map(str::trim).filter(|name| !name.is_empty())
    }

    /// Accepts: `ws.accept().await?`, or `ws.accept().subprotocol("v2").await?`. Done when the connection is there.
    ///
    /// # Errors
    /// The client is gone, or the handler has accepted or refused already.
    pub fn accept(&self) -> Accept<'_> {
        Accept::new(self)
    }

    /// Waits for a message. In a `select!` none is lost.
    ///
    /// # Errors
    /// The connection is over, or not accepted yet.
    pub async fn receive(&mut self) -> Result<Message, WebSocketError> {
        Receive::new(&self.shared).await
    }

    /// Waits for a text.
    ///
    /// # Errors
    /// As [`receive`](Self::receive), and when bytes come.
    pub async fn receive_text(&mut self) -> Result<String, WebSocketError> {
        match self.receive().await? {
            Message::Text(text) => Ok(text),
            Message::Bytes(_) => Err(WebSocketError::UnexpectedMessage),
        }
    }

    /// Waits for bytes.
    ///
    /// # Errors
    /// As [`receive`](Self::receive), and when text comes.
    pub async fn receive_bytes(&mut self) -> Result<Bytes, WebSocketError> {
        match self.receive().await? {
            Message::Bytes(bytes) => Ok(bytes),
            Message::Text(_) => Err(WebSocketError::UnexpectedMessage),
        }
    }

    /// Waits for a message that is JSON, in text or bytes, and reads a model (or a `Value`) from it, with its checks.
    ///
    /// # Errors
    /// As [`receive`](Self::receive); when the message is not JSON; when it does not fit, with FastAPI's errors, whose
    /// `loc` begins with `message`.
    pub async fn receive_json<T: Model>(&mut self) -> Result<T, WebSocketError> {
        read(self.receive().await?.as_bytes())
    }

    /// As [`receive_text`](Self::receive_text); `None` once the connection is over: `iter_text` of FastAPI.
    ///
    /// # Errors
    /// When bytes come, or the WebSocket is not accepted yet.
    pub async fn next_text(&mut self) -> Result<Option<String>, WebSocketError> {
        until_the_end(self.receive_text().await)
    }

    /// As [`receive_bytes`](Self::receive_bytes); `None` once the connection is over: `iter_bytes` of FastAPI.
    ///
    /// # Errors
    /// When text comes, or the WebSocket is not accepted yet.
    pub async fn next_bytes(&mut self) -> Result<Option<Bytes>, WebSocketError> {
        until_the_end(self.receive_bytes().await)
    }

    /// As [`receive_json`](Self::receive_json); `None` once the connection is over: `iter_json` of FastAPI.
    ///
    /// # Errors
    /// When the message is not JSON, or does not fit, or the WebSocket is not accepted yet.
    pub async fn next_json<T: Model>(&mut self) -> Result<Option<T>, WebSocketError> {
        until_the_end(self.receive_json().await)
    }

    /// Sends text. Waits while the client takes nothing and more than 8 KiB wait already.
    ///
    /// # Errors
    /// The connection is over, or not accepted yet.
    pub async fn send_text(&self, text: impl Into<String>) -> Result<(), WebSocketError> {
        self.sender().send_text(text).await
    }

    /// Sends bytes; waits as [`send_text`](Self::send_text) does.
    ///
    /// # Errors
    /// The connection is over, or not accepted yet.
    pub async fn send_bytes(&self, bytes: impl Into<Bytes>) -> Result<(), WebSocketError> {
        self.sender().send_bytes(bytes).await
    }

    /// Sends this value as JSON in a text; as bytes, write `ws.send_bytes(serde_json::to_vec(&value)?)`.
    ///
    /// # Errors
    /// The connection is over, or not accepted yet, or the value cannot be JSON.
    pub async fn send_json(&self, value: &(impl Serialize + ?Sized)) -> Result<(), WebSocketError> {
        self.sender().send_json(value).await
    }

    /// Sends a message.
    ///
    /// # Errors
    /// The connection is over, or not accepted yet.
    pub async fn send(&self, message: impl Into<Message>) -> Result<(), WebSocketError> {
        self.sender().send(message).await
    }

    /// Closes the connection with a code; 1000 is the usual one, see [`close_code`](super::close_code). Before
    /// [`accept`](Self::accept) it refuses the client with 403, which sees neither code nor reason.
    ///
    /// The reason is cut at 123 bytes; a code that may not be sent becomes 1011.
    pub async fn close(&self, code: u16, reason: &str) {
        self.shared.close(code, reason);
    }

    /// Refuses the client with this answer, instead of accepting.
    ///
    /// # Errors
    /// The handler has accepted or refused already.
    pub async fn send_denial_response(&self, response: impl Into<Response>) -> Result<(), WebSocketError> {
        self.shared.deny(response.into())
    }

    /// The sending half, for other tasks.
    pub fn sender(&self) -> WebSocketSender {
        WebSocketSender {
            shared: Arc::clone(&self.shared),
        }
    }

    /// How far the client is.
    pub fn client_state(&self) -> WebSocketState {
        self.shared.client_state()
    }

    /// How far the handler is.
    pub fn application_state(&self) -> WebSocketState {
        self.shared.application_state()
    }

    /// How the connection ended, once it has.
    pub fn disconnect(&self) -> Option<WebSocketDisconnect> {
        self.shared.end()
    }
}

fn until_the_end<T>(received: Result<T, WebSocketError>) -> Result<Option<T>, WebSocketError> {
    match received {
        Ok(value) => Ok(Some(value)),
        Err(error) if error.is_disconnect() => Ok(None),
        Err(error) => Err(error),
    }
}

/// Reads a model from JSON: with serde, and only when that fails again, for the errors.
fn read<T: Model>(bytes: &[u8]) -> Result<T, WebSocketError> {
    if let Some(value) = T::from_json(bytes, &Constraints::NONE) {
        return Ok(value);
    }
    let value: Value = serde_json::from_slice(bytes).map_err(WebSocketError::Json)?;
    let mut errors = Errors::new();
    let mut reader = Reader::new(&mut errors, vec!["message".into()]);
    match T::read(&value, &Constraints::NONE, &mut reader) {
        Some(model) if errors.is_empty() => Ok(model),
        _ => Err(WebSocketError::Invalid(errors)),
    }
}
