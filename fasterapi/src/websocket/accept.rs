//! [`Accept`]: what `accept()` says, and the wait for the connection.

use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll};

use http::{HeaderMap, HeaderName, HeaderValue, header};

use super::{Shared, WebSocket, WebSocketError};

/// Accepts a WebSocket when it is awaited; see [`WebSocket::accept`].
#[derive(Debug)]
#[must_use = "a WebSocket is accepted by `.await`"]
pub struct Accept<'w> {
    socket: &'w WebSocket,
    headers: Option<HeaderMap>,
    fault: Option<&'static str>,
}

impl<'w> Accept<'w> {
    pub(super) fn new(socket: &'w WebSocket) -> Self {
        Self {
            socket,
            headers: Some(HeaderMap::new()),
            fault: None,
        }
    }

    /// The subprotocol that is spoken: one of those the client offers ([`WebSocket::subprotocols`]). `None` is none.
    pub fn subprotocol<'p>(mut self, protocol: impl Into<Option<&'p str>>) -> Self {
        if let Some(protocol) = protocol.into() {
            if !self.socket.subprotocols().any(|offered| offered == protocol) {
                self.fault = Some("it accepts with a subprotocol that the client does not offer");
            }
            self.put(header::SEC_WEBSOCKET_PROTOCOL, protocol);
        }
        self
    }

    /// A header of the answer; one of the handshake's own cannot be set.
    pub fn header(mut self, name: impl TryInto<HeaderName>, value: impl AsRef<str>) -> Self {
        match name.try_into() {
            Ok(name) if is_of_handshake(&name) => self.fault = Some("it sets a header of the handshake itself"),
            Ok(name) => self.put(name, value.as_ref()),
            Err(_) => self.fault = Some("it accepts with a header whose name is none"),
        }
        self
    }

    fn put(&mut self, name: HeaderName, value: &str) {
        let Some(headers) = &mut self.headers else { return };
        match HeaderValue::try_from(value) {
            Ok(value) => drop(headers.append(name, value)),
            Err(_) => self.fault = Some("it accepts with a header whose value is none"),
        }
    }
}

fn is_of_handshake(name: &HeaderName) -> bool {
    [
        header::CONNECTION,
        header::UPGRADE,
        header::SEC_WEBSOCKET_ACCEPT,
        header::SEC_WEBSOCKET_EXTENSIONS,
        header::SEC_WEBSOCKET_PROTOCOL,
    ]
    .contains(name)
}

impl Future for Accept<'_> {
    type Output = Result<(), WebSocketError>;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        if let Some(fault) = self.fault {
            return Poll::Ready(Err(WebSocketError::Misuse(fault)));
        }
        let shared: &Shared = &self.socket.shared;
        shared.poll_accept(cx, &mut self.headers)
    }
}
