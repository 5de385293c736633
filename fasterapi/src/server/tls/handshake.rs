//! [`handshake`]: from a connection to an encrypted one, within limits.

use std::io;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::time::timeout;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::{ProtocolVersion, ServerConnection};

use super::ciphers;
use super::identity::Identity;
use super::secured::Secured;
use crate::request::{ClientCertificate, Facts, TlsInfo};
use crate::server::drain::Drain;
use crate::server::linger;
use crate::server::stream::Stream;

/// What every TLS connection begins with: the type of a record with a handshake in it (RFC 8446, section 5.1).
const HANDSHAKE: u8 = 22;

/// What somebody gets who speaks plain HTTP.
const PLAIN_HTTP: &[u8] = b"HTTP/1.1 400 Bad Request\r\ncontent-type: text/plain; charset=utf-8\r\n\
    connection: close\r\ncontent-length: 52\r\n\r\nThis port speaks HTTPS: use https:// in the address.";

/// A connection after its handshake.
pub(in crate::server) struct Handshake {
    pub(in crate::server) io: Box<dyn Stream>,
    #[cfg(feature = "http2")]
    pub(in crate::server) is_http2: bool,
    pub(in crate::server) info: TlsInfo,
}

/// Does the handshake. `None` when it fails or takes longer than `limit`: that is the client's business, so the log says
/// nothing, as anybody could fill it.
pub(in crate::server) async fn handshake(
    io: impl Stream,
    identity: &Identity,
    limit: Duration,
    drain: &Drain,
) -> Option<Handshake> {
    let accept = TlsAcceptor::from(identity.current())
        .accept(Opening { io, first: None })
        .into_fallible();
    let accepted = tokio::select! {
        biased;
        accepted = timeout(limit, accept) => accepted.ok()?,
        () = drain.over_soon() => return None,
    };
    let stream = match accepted {
        Ok(stream) => stream,
        Err((_, opening)) => {
            if opening.first.is_some_and(|byte| byte.is_ascii_uppercase()) {
                linger::end(opening.io, PLAIN_HTTP, linger::SHORT, drain).await;
            }
            return None;
        }
    };
    let info = TlsInfo::new(facts(stream.get_ref().1));
    Some(Handshake {
        #[cfg(feature = "http2")]
        is_http2: info.protocol() == Some("h2"),
        info,
        io: Box::new(Secured::new(stream)),
    })
}

/// What was agreed upon.
fn facts(session: &ServerConnection) -> Facts {
    let certificate = session.peer_certificates().and_then(|chain| chain.first());
    Facts {
        version: match session.protocol_version() {
            Some(ProtocolVersion::TLSv1_2) => "TLSv1.2",
            _ => "TLSv1.3",
        },
        cipher_suite: session.negotiated_cipher_suite().map_or("", ciphers::name),
        protocol: match session.alpn_protocol() {
            Some(b"h2") => Some("h2"),
            Some(_) => Some("http/1.1"),
            None => None,
        },
        server_name: session.server_name().map(str::to_owned),
        client_certificate: certificate.map(|certificate| ClientCertificate::new(certificate)),
    }
}

/// A connection whose first byte is not known yet. One that is not TLS's ends the handshake before rustls answers.
#[derive(Debug)]
pub(super) struct Opening<Io> {
    pub(super) io: Io,
    first: Option<u8>,
}

impl<Io: AsyncRead + Unpin> AsyncRead for Opening<Io> {
    fn poll_read(mut self: Pin<&mut Self>, cx: &mut Context<'_>, buffer: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        let before = buffer.filled().len();
        let outcome = Pin::new(&mut self.io).poll_read(cx, buffer);
        if self.first.is_none() {
            self.first = buffer.filled().get(before).copied();
            if self.first.is_some_and(|first| first != HANDSHAKE) {
                return Poll::Ready(Err(io::ErrorKind::InvalidData.into()));
            }
        }
        outcome
    }
}

impl<Io: AsyncWrite + Unpin> AsyncWrite for Opening<Io> {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.io).poll_write(cx, bytes)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        pieces: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.io).poll_write_vectored(cx, pieces)
    }

    fn is_write_vectored(&self) -> bool {
        self.io.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.io).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.io).poll_shutdown(cx)
    }
}
