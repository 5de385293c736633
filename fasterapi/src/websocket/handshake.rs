//! [`Handshake`]: the request that asks for a WebSocket (RFC 6455, section 4.2), and the answer that grants it.

use std::sync::{Arc, Mutex, PoisonError};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use http::{HeaderMap, HeaderValue, Method, StatusCode, Version, header};
use hyper::upgrade::OnUpgrade;
use hyper_util::rt::TokioIo;
use sha1_smol::Sha1;
use tokio::sync::oneshot;

use super::io::{Io, Pipe};
use crate::http::HttpError;
use crate::request::Request;
use crate::response::{Abort, Body, Response};

/// What every key is hashed with (RFC 6455, section 1.3).
const GUID: &[u8] = b"258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

/// The test client's end of a connection, in the extensions of its request.
#[derive(Debug, Clone)]
pub(crate) struct Memory(Arc<Mutex<Option<(Pipe, Done)>>>);

/// Dropped when a WebSocket is over and its handler done.
type Done = oneshot::Sender<()>;

impl Memory {
    pub(crate) fn new(stream: Pipe, done: Done) -> Self {
        Self(Arc::new(Mutex::new(Some((stream, done)))))
    }
}

/// Where the connection will come from.
#[derive(Debug)]
pub(super) enum Upgrade {
    Network(OnUpgrade),
    Memory(Pipe, Done),
}

impl Upgrade {
    /// The connection, once the answer was sent; `None` when the client was gone by then.
    pub(super) async fn finish(self) -> Option<(Io, Option<Done>)> {
        match self {
            Self::Network(upgrade) => Some((Io::Network(TokioIo::new(upgrade.await.ok()?)), None)),
            Self::Memory(stream, done) => Some((Io::Memory(stream), Some(done))),
        }
    }
}

/// A request that asks for a WebSocket in the right way.
#[derive(Debug)]
pub(crate) struct Handshake {
    accept: HeaderValue,
    pub(super) upgrade: Upgrade,
}

impl Handshake {
    /// Whether the request asks to go on as a WebSocket, right or wrong.
    pub(crate) fn is_asked_for(request: &Request) -> bool {
        // hyper leaves the connection there, for who asks for it; no other request has anything
        !request.extensions().is_empty()
            && request.method() == Method::GET
            && request.is_websocket()
            && has_token(request.headers(), header::CONNECTION, "upgrade")
    }

    /// Looks at the request, and takes the connection out of it.
    ///
    /// # Errors
    /// The answer to a request that asks in the wrong way.
    pub(crate) fn of(request: &mut Request) -> Result<Self, Abort> {
        let headers = request.headers();
        let bad = |detail: &str| HttpError::bad_request(detail).into();
        if request.version() < Version::HTTP_11 {
            return Err(bad("A WebSocket needs HTTP/1.1"));
        }
        if headers
            .get(header::SEC_WEBSOCKET_VERSION)
            .is_none_or(|version| version != "13")
        {
            let error = HttpError::new(
                StatusCode::UPGRADE_REQUIRED,
                "Only version 13 of WebSockets is supported",
            );
            return Err(error.header(header::SEC_WEBSOCKET_VERSION, "13").into());
        }
        let mut keys = headers.get_all(header::SEC_WEBSOCKET_KEY).iter();
        let (Some(key), None) = (keys.next(), keys.next()) else {
            return Err(bad("A WebSocket needs one Sec-WebSocket-Key"));
        };
        if STANDARD.decode(key).map_or(0, |bytes| bytes.len()) != 16 {
            return Err(bad("Sec-WebSocket-Key must be 16 bytes in base64"));
        }
        let accept = accept_of(key.as_bytes());
        let extensions = request.extensions_mut();
        let upgrade = match (extensions.remove::<Memory>(), extensions.remove::<OnUpgrade>()) {
            (Some(memory), _) => {
                let memory = memory.0.lock().unwrap_or_else(PoisonError::into_inner).take();
                memory.map(|(stream, done)| Upgrade::Memory(stream, done))
            }
            (None, upgrade) => upgrade.map(Upgrade::Network),
        };
        match upgrade {
            Some(upgrade) => Ok(Self { accept, upgrade }),
            None => {
                let detail = "This connection cannot become a WebSocket";
                Err(HttpError::new(StatusCode::NOT_IMPLEMENTED, detail).into())
            }
        }
    }

    /// The answer that grants it.
    pub(super) fn grant(&self, mut headers: HeaderMap) -> Response {
        headers.insert(header::CONNECTION, HeaderValue::from_static("Upgrade"));
        headers.insert(header::UPGRADE, HeaderValue::from_static("websocket"));
        headers.insert(header::SEC_WEBSOCKET_ACCEPT, self.accept.clone());
        Response {
            status: StatusCode::SWITCHING_PROTOCOLS,
            headers: headers.into(),
            body: Body::empty(),
        }
    }
}

/// Whether a list in a header holds the token.
fn has_token(headers: &HeaderMap, name: header::HeaderName, token: &str) -> bool {
    let lines = headers.get_all(name).iter();
    lines
        .flat_map(|line| line.as_bytes().split(|&byte| byte == b','))
        .any(|item| item.trim_ascii().eq_ignore_ascii_case(token.as_bytes()))
}

/// The proof that the key was read by somebody who speaks the protocol.
fn accept_of(key: &[u8]) -> HeaderValue {
    let mut hash = Sha1::new();
    hash.update(key);
    hash.update(GUID);
    let text = STANDARD.encode(hash.digest().bytes());
    // base64 is ASCII
    HeaderValue::try_from(text).unwrap_or_else(|_| HeaderValue::from_static(""))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_proof_is_that_of_the_rfc() {
        assert_eq!(accept_of(b"dGhlIHNhbXBsZSBub25jZQ=="), "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");
    }

    #[test]
    fn tokens_are_found_in_lists() {
        let mut headers = HeaderMap::new();
        headers.append(header::CONNECTION, HeaderValue::from_static("keep-alive, Upgrade"));
        assert!(has_token(&headers, header::CONNECTION, "upgrade"));
        assert!(!has_token(&headers, header::CONNECTION, "close"));
    }
}
