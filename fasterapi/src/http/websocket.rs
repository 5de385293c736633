//! How a WebSocket ends, and what may go wrong with one.

use std::error::Error;
use std::fmt;

use super::{ErrorDetail, Errors};

/// The codes of a WebSocket's end, under FastAPI's names (RFC 6455, section 7.4.1).
///
/// Codes from 3000 on are the application's own: up to 3999 for registered protocols, from 4000 to 4999 for anybody.
pub mod close_code {
    /// Done.
    pub const WS_1000_NORMAL_CLOSURE: u16 = 1000;
    /// The page is left, or the server goes.
    pub const WS_1001_GOING_AWAY: u16 = 1001;
    /// What came is no WebSocket protocol.
    pub const WS_1002_PROTOCOL_ERROR: u16 = 1002;
    /// Text where bytes are asked for, or the other way round.
    pub const WS_1003_UNSUPPORTED_DATA: u16 = 1003;
    /// The other side gave no code. Never sent.
    pub const WS_1005_NO_STATUS_RCVD: u16 = 1005;
    /// The connection broke. Never sent.
    pub const WS_1006_ABNORMAL_CLOSURE: u16 = 1006;
    /// Text that is not UTF-8, or a message that is not what it should be.
    pub const WS_1007_INVALID_FRAME_PAYLOAD_DATA: u16 = 1007;
    /// Not allowed.
    pub const WS_1008_POLICY_VIOLATION: u16 = 1008;
    /// A message larger than the limit.
    pub const WS_1009_MESSAGE_TOO_BIG: u16 = 1009;
    /// The server lacks an extension that the client needs.
    pub const WS_1010_MANDATORY_EXT: u16 = 1010;
    /// The handler failed.
    pub const WS_1011_INTERNAL_ERROR: u16 = 1011;
    /// The server stops; come back.
    pub const WS_1012_SERVICE_RESTART: u16 = 1012;
    /// Too much to do; come back later.
    pub const WS_1013_TRY_AGAIN_LATER: u16 = 1013;
    /// An upstream answered nonsense.
    pub const WS_1014_BAD_GATEWAY: u16 = 1014;
}

/// The connection of a WebSocket is over: FastAPI's `WebSocketDisconnect`.
///
/// As the error of a handler it is a normal end, of which nobody is told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WebSocketDisconnect {
    /// Why, as the other side said; 1005 when it gave no code, 1006 when the connection broke.
    pub code: u16,
    /// What it said of it; often nothing.
    pub reason: String,
}

impl WebSocketDisconnect {
    /// An end with this code.
    pub fn new(code: u16, reason: impl Into<String>) -> Self {
        Self {
            code,
            reason: reason.into(),
        }
    }
}

impl fmt::Display for WebSocketDisconnect {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the WebSocket is closed ({})", self.code)?;
        if self.reason.is_empty() {
            return Ok(());
        }
        write!(f, ": {}", self.reason)
    }
}

impl Error for WebSocketDisconnect {}

/// Ends a WebSocket with a code: FastAPI's `WebSocketException`.
///
/// Before the WebSocket is accepted the client is refused with 403 and sees neither code nor reason.
///
/// ```
/// use fasterapi::prelude::*;
///
/// #[dependency]
/// async fn ticket(#[query] ticket: Option<String>) -> Result<String, WebSocketException> {
///     ticket.ok_or_else(|| WebSocketException::new(1008).reason("no ticket"))
/// }
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[must_use]
pub struct WebSocketException {
    pub(crate) code: u16,
    pub(crate) reason: String,
}

impl WebSocketException {
    /// The end with this code: 1000 to 1014 but 1004 to 1006, or 3000 to 4999. Another one becomes 1011.
    pub fn new(code: u16) -> Self {
        Self {
            code,
            reason: String::new(),
        }
    }

    /// What the client is told; at most 123 bytes, the rest is cut off.
    pub fn reason(mut self, reason: impl Into<String>) -> Self {
        self.reason = reason.into();
        self
    }

    /// The code.
    pub fn code(&self) -> u16 {
        self.code
    }
}

impl fmt::Display for WebSocketException {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "closes the WebSocket with {} {:?}", self.code, self.reason)
    }
}

impl Error for WebSocketException {}

/// Why nothing was received or sent.
///
/// As the error of a handler it closes the WebSocket with the code that fits, and nobody is told: it is the client that
/// is wrong, or gone.
#[derive(Debug)]
#[non_exhaustive]
pub enum WebSocketError {
    /// The connection is over.
    Disconnect(WebSocketDisconnect),
    /// Bytes came where text was asked for, or the other way round. Closes with 1003.
    UnexpectedMessage,
    /// The message is not JSON. Closes with 1007.
    Json(serde_json::Error),
    /// The message is JSON, but does not fit the model. Closes with 1007.
    Invalid(Errors),
    /// What was to be sent cannot be JSON. Closes with 1011, and the log is told.
    Unsendable(serde_json::Error),
    /// The handler does things in an order that makes no sense, such as sending before it accepts. Closes with 1011, and
    /// the log is told.
    Misuse(&'static str),
}

impl WebSocketError {
    /// The code this error closes with; of a connection that is over, that with which it was closed.
    pub fn code(&self) -> u16 {
        match self {
            Self::Disconnect(disconnect) => disconnect.code,
            Self::UnexpectedMessage => close_code::WS_1003_UNSUPPORTED_DATA,
            Self::Json(_) | Self::Invalid(_) => close_code::WS_1007_INVALID_FRAME_PAYLOAD_DATA,
            Self::Unsendable(_) | Self::Misuse(_) => close_code::WS_1011_INTERNAL_ERROR,
        }
    }

    /// What does not fit the model, of a message that is JSON; empty for all other errors.
    pub fn errors(&self) -> &[ErrorDetail] {
        match self {
            Self::Invalid(errors) => errors.as_slice(),
            _ => &[],
        }
    }

    /// Whether it is the handler that is wrong.
    pub(crate) fn is_ours(&self) -> bool {
        matches!(self, Self::Unsendable(_) | Self::Misuse(_))
    }

    /// The end it stands for.
    pub(crate) fn into_exception(self) -> WebSocketException {
        WebSocketException::new(self.code()).reason(match &self {
            Self::Disconnect(disconnect) => disconnect.reason.clone(),
            other => other.to_string(),
        })
    }

    /// Whether the connection is over.
    pub fn is_disconnect(&self) -> bool {
        matches!(self, Self::Disconnect(_))
    }
}

impl fmt::Display for WebSocketError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Disconnect(disconnect) => disconnect.fmt(f),
            Self::UnexpectedMessage => f.write_str("another kind of message was asked for"),
            Self::Json(error) => write!(f, "the message is not JSON: {error}"),
            Self::Invalid(errors) => {
                f.write_str("the message does not fit")?;
                for error in errors.as_slice().iter().take(1) {
                    let place: Vec<String> = error.loc.iter().map(ToString::to_string).collect();
                    write!(f, ": {}: {}", place.join("."), error.msg)?;
                }
                Ok(())
            }
            Self::Unsendable(error) => write!(f, "what a handler sends is not JSON: {error}"),
            Self::Misuse(how) => write!(f, "a handler of a WebSocket is wrong: {how}"),
        }
    }
}

impl Error for WebSocketError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        match self {
            Self::Disconnect(disconnect) => Some(disconnect),
            Self::Json(error) | Self::Unsendable(error) => Some(error),
            Self::UnexpectedMessage | Self::Invalid(_) | Self::Misuse(_) => None,
        }
    }
}

impl From<WebSocketDisconnect> for WebSocketError {
    fn from(disconnect: WebSocketDisconnect) -> Self {
        Self::Disconnect(disconnect)
    }
}
