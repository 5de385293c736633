//! [`WebSocketState`].

/// How far one side of a WebSocket is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WebSocketState {
    /// Not accepted yet.
    Connecting,
    /// Open.
    Connected,
    /// Closed, or refused.
    Disconnected,
    /// Answered as plain HTTP, by [`send_denial_response`](super::WebSocket::send_denial_response).
    Response,
}
