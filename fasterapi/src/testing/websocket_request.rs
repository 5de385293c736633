//! [`WebSocketBuilder`]: a test's request for a WebSocket.

use std::future::{Future, IntoFuture};
use std::pin::Pin;

use http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use tokio::io::{duplex, join};
use tokio::sync::oneshot;

use super::{AsyncTestWebSocket, RequestBuilder, TestClient, TestResponse, TestWebSocket};
use crate::websocket::{Memory, Pipe};

/// How much the test may send before the app takes it, in bytes: a message of the largest size there may be by default,
/// for a test that sends one waits for nobody.
const TO_APP: usize = 16 * 1024 * 1024 + 64 * 1024;

/// How much the app may send before the test takes it, in bytes: about as much as a connection holds.
const TO_TEST: usize = 64 * 1024;

impl TestClient {
    /// A WebSocket: `client.websocket("/ws").connect()` in a plain test, `client.websocket("/ws").await` in an async one.
    ///
    /// ```
    /// use fasterapi::prelude::*;
    /// use fasterapi::testing::TestClient;
    ///
    /// #[websocket("/echo")]
    /// async fn echo(mut ws: WebSocket) -> Result<(), WebSocketError> {
    ///     ws.accept().await?;
    ///     let text = ws.receive_text().await?;
    ///     ws.send_text(text).await
    /// }
    ///
    /// let client = TestClient::new(App::new().routes(routes![echo])).unwrap();
    /// let mut ws = client.websocket("/echo").connect();
    /// ws.send_text("hello");
    /// assert_eq!(ws.receive_text(), "hello");
    /// assert_eq!(ws.closed().code, 1000);
    /// ```
    pub fn websocket(&self, path: &str) -> WebSocketBuilder {
        WebSocketBuilder {
            request: self.request(Method::GET, path),
            subprotocols: Vec::new(),
        }
    }
}

/// A request for a WebSocket under construction. `.connect()` blocks; `.await` does not.
#[derive(Debug)]
#[must_use = "a request does nothing before `.connect()` or `.await`"]
pub struct WebSocketBuilder {
    request: RequestBuilder,
    subprotocols: Vec<String>,
}

impl WebSocketBuilder {
    /// Adds a pair to the query string, encoded.
    pub fn query(mut self, name: &str, value: impl ToString) -> Self {
        self.request = self.request.query(name, value);
        self
    }

    /// Adds a header.
    ///
    /// # Panics
    /// When HTTP does not allow the name or value.
    pub fn header(mut self, name: impl AsRef<str>, value: impl AsRef<[u8]>) -> Self {
        self.request = self.request.header(name, value);
        self
    }

    /// Adds a cookie.
    pub fn cookie(mut self, name: &str, value: &str) -> Self {
        self.request = self.request.cookie(name, value);
        self
    }

    /// Offers these subprotocols.
    pub fn subprotocols<T: Into<String>>(mut self, protocols: impl IntoIterator<Item = T>) -> Self {
        self.subprotocols.extend(protocols.into_iter().map(Into::into));
        self
    }

    /// Waits until the app has accepted.
    ///
    /// # Panics
    /// When it refuses; the message shows its answer. And inside an async runtime: use `.await` there.
    #[track_caller]
    pub fn connect(self) -> TestWebSocket {
        self.try_connect().unwrap_or_else(|answer| refused(&answer))
    }

    /// Waits until the app has accepted.
    ///
    /// # Errors
    /// Its answer, when it refuses.
    #[allow(clippy::result_large_err)] // what refuses is what the test is about
    pub fn try_connect(self) -> Result<TestWebSocket, TestResponse> {
        let client = self.request.client().clone();
        let socket = client.block_on(self.open())?;
        Ok(TestWebSocket::new(client, socket))
    }

    /// As [`try_connect`](Self::try_connect), for async tests.
    ///
    /// # Errors
    /// The app's answer, when it refuses.
    #[allow(clippy::result_large_err)]
    pub async fn open(mut self) -> Result<AsyncTestWebSocket, TestResponse> {
        if !self.subprotocols.is_empty() {
            let offered = self.subprotocols.join(", ");
            self.request = self.request.header(header::SEC_WEBSOCKET_PROTOCOL, offered);
        }
        let (client, mut hop) = self.request.into_hop();
        ask(&mut hop.headers);
        let (ours, theirs) = pipes();
        let (done, ended) = oneshot::channel();
        let response = hop.send_with(&client, Memory::new(theirs, done)).await;
        if response.status() == StatusCode::SWITCHING_PROTOCOLS {
            Ok(AsyncTestWebSocket::new(client, response, ours, ended))
        } else {
            Err(response)
        }
    }
}

impl IntoFuture for WebSocketBuilder {
    type Output = AsyncTestWebSocket;
    type IntoFuture = Pin<Box<dyn Future<Output = AsyncTestWebSocket> + Send>>;

    /// Waits until the app has accepted; panics when it refuses.
    fn into_future(self) -> Self::IntoFuture {
        Box::pin(async { self.open().await.unwrap_or_else(|answer| refused(&answer)) })
    }
}

/// Both ends of a connection.
fn pipes() -> (Pipe, Pipe) {
    let ((test_writes, app_reads), (app_writes, test_reads)) = (duplex(TO_APP), duplex(TO_TEST));
    (join(test_reads, test_writes), join(app_reads, app_writes))
}

/// What a client sends to ask for a WebSocket.
fn ask(headers: &mut HeaderMap) {
    for (name, value) in [
        (header::CONNECTION, "upgrade"),
        (header::UPGRADE, "websocket"),
        (header::SEC_WEBSOCKET_VERSION, "13"),
        (header::SEC_WEBSOCKET_KEY, "dGhlIHNhbXBsZSBub25jZQ=="),
    ] {
        headers.entry(name).or_insert(HeaderValue::from_static(value));
    }
}

#[track_caller]
fn refused<T>(answer: &TestResponse) -> T {
    panic!("the WebSocket was refused:\n{}", answer.summary())
}
