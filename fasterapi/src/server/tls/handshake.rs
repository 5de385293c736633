//! [`handshake`]: from a connection to an encrypted one, within limits.

use std::io;
use std::time::Duration;

use bytes::Bytes;
use tokio::time::timeout;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::{ProtocolVersion, ServerConnection};

use super::ciphers;
use super::identity::Identity;
use super::secured::Secured;
use crate::request::{ClientCertificate, Facts, TlsInfo};
use crate::server::connection::{Stream, Tap, Tapped};
use crate::server::drain::Drain;
use crate::server::linger;

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
        .accept(Opening::new(io, Bytes::new(), FirstByte::default()))
        .into_fallible();
    let accepted = tokio::select! {
        biased;
        accepted = timeout(limit, accept) => accepted.ok()?,
        () = drain.over_soon() => return None,
    };
    let stream = match accepted {
        Ok(stream) => stream,
        Err((_, opening)) => {
            if opening.tap.0.is_some_and(|byte| byte.is_ascii_uppercase()) {
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

/// A connection whose first byte is not known yet.
pub(super) type Opening<Io> = Tapped<Io, FirstByte>;

/// The first byte that comes. One that is not TLS's ends the handshake before rustls answers.
#[derive(Debug, Default)]
pub(super) struct FirstByte(Option<u8>);

impl Tap for FirstByte {
    fn came(&mut self, bytes: &[u8]) -> io::Result<()> {
        if self.0.is_none() {
            self.0 = bytes.first().copied();
            if self.0.is_some_and(|first| first != HANDSHAKE) {
                return Err(io::ErrorKind::InvalidData.into());
            }
        }
        Ok(())
    }
}
