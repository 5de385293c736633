//! [`AsyncTestWebSocket`]: a test's end of a WebSocket.

use std::collections::VecDeque;
use std::future::poll_fn;
use std::pin::Pin;
use std::task::{Poll, ready};

use bytes::Bytes;
use futures_core::Stream;
use futures_sink::Sink;
use http::HeaderMap;
use serde::Serialize;
use serde::de::DeserializeOwned;
use tokio::sync::oneshot;
use tokio_websockets::{ClientBuilder, CloseCode, Limits, Message as Frames, WebSocketStream};

use super::{TestClient, TestResponse};
use crate::http::{WebSocketDisconnect, close_code};
use crate::websocket::{Message, Pipe};

/// A WebSocket of the [`TestClient`], for async tests.
///
/// It speaks the protocol, over memory instead of a network: limits, codes and order are those of a real connection.
/// Dropped, it is gone without a word.
#[derive(Debug)]
pub struct AsyncTestWebSocket {
    client: TestClient,
    response: TestResponse,
    stream: Option<WebSocketStream<Pipe>>,
    /// What came while something was sent.
    early: VecDeque<Frames>,
    ended: Option<oneshot::Receiver<()>>,
    end: Option<WebSocketDisconnect>,
}

impl AsyncTestWebSocket {
    pub(super) fn new(client: TestClient, response: TestResponse, stream: Pipe, ended: oneshot::Receiver<()>) -> Self {
        let builder = ClientBuilder::new().limits(Limits::unlimited());
        Self {
            client,
            response,
            stream: Some(builder.take_over(stream)),
            early: VecDeque::new(),
            ended: Some(ended),
            end: None,
        }
    }

    /// The headers the app accepted with.
    pub fn headers(&self) -> &HeaderMap {
        self.response.headers()
    }

    /// The subprotocol the app chose.
    pub fn subprotocol(&self) -> Option<&str> {
        self.response.header("sec-websocket-protocol")
    }

    /// Sends text.
    ///
    /// # Panics
    /// When the connection is over.
    pub async fn send_text(&mut self, text: impl Into<String>) {
        self.send(text.into()).await;
    }

    /// Sends bytes.
    ///
    /// # Panics
    /// When the connection is over.
    pub async fn send_bytes(&mut self, bytes: impl Into<Bytes>) {
        self.send(bytes.into()).await;
    }

    /// Sends this value as JSON in a text.
    ///
    /// # Panics
    /// When the connection is over, or the value cannot be JSON.
    pub async fn send_json(&mut self, value: &(impl Serialize + ?Sized)) {
        let json = serde_json::to_string(value).unwrap_or_else(|error| panic!("not JSON: {error}"));
        self.send(json).await;
    }

    /// Sends a message.
    ///
    /// # Panics
    /// When the connection is over.
    pub async fn send(&mut self, message: impl Into<Message>) {
        let frames: Frames = message.into().into();
        assert!(self.put(frames).await, "{}", self.over());
    }

    /// Waits for a message, or the end.
    ///
    /// # Errors
    /// How the connection ended.
    pub async fn receive(&mut self) -> Result<Message, WebSocketDisconnect> {
        loop {
            let Some(stream) = &mut self.stream else {
                return Err(self.finish().await);
            };
            let next = match self.early.pop_front() {
                Some(frames) => Some(Ok(frames)),
                None => poll_fn(|cx| Pin::new(&mut *stream).poll_next(cx)).await,
            };
            match next {
                Some(Ok(frames)) if frames.is_text() => {
                    let bytes: Bytes = frames.into_payload().into();
                    let text = String::from_utf8(bytes.into()).expect("the app sends text that is UTF-8");
                    return Ok(Message::Text(text));
                }
                Some(Ok(frames)) if frames.is_binary() => return Ok(Message::Bytes(frames.into_payload().into())),
                Some(Ok(frames)) => {
                    if let Some((code, reason)) = frames.as_close() {
                        self.end = Some(WebSocketDisconnect::new(code.into(), reason));
                    }
                }
                Some(Err(_)) | None => return Err(self.finish().await),
            }
        }
    }

    /// Waits for a text.
    ///
    /// # Panics
    /// When something else comes.
    pub async fn receive_text(&mut self) -> String {
        match self.receive().await {
            Ok(Message::Text(text)) => text,
            other => panic!("expected a text, but there is {other:?}"),
        }
    }

    /// Waits for bytes.
    ///
    /// # Panics
    /// When something else comes.
    pub async fn receive_bytes(&mut self) -> Bytes {
        match self.receive().await {
            Ok(Message::Bytes(bytes)) => bytes,
            other => panic!("expected bytes, but there is {other:?}"),
        }
    }

    /// Waits for JSON, in text or bytes.
    ///
    /// # Panics
    /// When something else comes.
    pub async fn receive_json<T: DeserializeOwned>(&mut self) -> T {
        match self.receive().await {
            Ok(message) => serde_json::from_slice(message.as_bytes())
                .unwrap_or_else(|error| panic!("expected JSON, but there is {message:?}: {error}")),
            other => panic!("expected JSON, but there is {other:?}"),
        }
    }

    /// Waits for the end.
    ///
    /// # Panics
    /// When a message comes before it.
    pub async fn closed(&mut self) -> WebSocketDisconnect {
        match self.receive().await {
            Err(end) => end,
            Ok(message) => panic!("expected the end, but there is {message:?}"),
        }
    }

    /// Closes with a code, and waits until the handler is done, and what it left to do. What it still sends is lost.
    ///
    /// # Panics
    /// When a client may not send the code.
    pub async fn close(&mut self, code: u16, reason: &str) {
        let code = CloseCode::try_from(code).ok().filter(|code| !code.is_reserved());
        let code = code.unwrap_or_else(|| panic!("not a code that may be sent"));
        self.put(Frames::close(Some(code), reason)).await;
        while self.receive().await.is_ok() {}
    }

    /// Sends; `false` when the connection is over. What comes meanwhile is kept: an app that waits until it can send
    /// takes nothing itself.
    async fn put(&mut self, frames: Frames) -> bool {
        let Self { stream, early, .. } = self;
        let Some(stream) = stream else { return false };
        let mut stream = Pin::new(stream);
        let mut frames = Some(frames);
        poll_fn(|cx| {
            loop {
                let sent = match frames.is_some() {
                    true => stream.as_mut().poll_ready(cx),
                    false => stream.as_mut().poll_flush(cx),
                };
                match (sent, frames.take()) {
                    (Poll::Ready(Err(_)), _) => return Poll::Ready(false),
                    (Poll::Ready(Ok(())), None) => return Poll::Ready(true),
                    (Poll::Ready(Ok(())), Some(frames)) => {
                        if stream.as_mut().start_send(frames).is_err() {
                            return Poll::Ready(false);
                        }
                    }
                    (Poll::Pending, unsent) => {
                        frames = unsent;
                        match ready!(stream.as_mut().poll_next(cx)) {
                            Some(Ok(received)) => early.push_back(received),
                            Some(Err(_)) | None => return Poll::Ready(false),
                        }
                    }
                }
            }
        })
        .await
    }

    /// Leaves, and waits until the handler is done, and what it left to do.
    async fn finish(&mut self) -> WebSocketDisconnect {
        self.stream = None;
        if let Some(ended) = self.ended.take() {
            // Its sender is dropped, which is no error here.
            let _ = ended.await;
            self.client.service.pending().idle().await;
        }
        self.end
            .get_or_insert_with(|| WebSocketDisconnect::new(close_code::WS_1006_ABNORMAL_CLOSURE, ""))
            .clone()
    }

    fn over(&self) -> String {
        match &self.end {
            Some(end) => end.to_string(),
            None => "the connection is over".to_owned(),
        }
    }
}
