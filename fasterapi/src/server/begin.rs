//! [`begin`]: connections that do not begin with HTTP.

use std::sync::Arc;

use super::connection::{self, Settings};
use super::drain::Ticket;
use super::proxy_protocol;
#[cfg(feature = "tls")]
use super::secure::Secure;
use super::service::MakeService;
use super::stream::Stream;
use crate::request::{Client, Via};

/// What a connection begins with.
#[derive(Debug, Clone)]
pub(super) struct Beginning {
    /// A header of the PROXY protocol, from whoever comes as this peer.
    pub(super) has_header: bool,
    #[cfg(feature = "tls")]
    pub(super) secure: Secure,
    pub(super) limit: std::time::Duration,
}

/// Does what comes before HTTP, each step within the limit, and serves the connection to its end.
pub(super) async fn begin<M: MakeService>(
    mut stream: impl Stream,
    peer: Client,
    beginning: Beginning,
    make: M,
    settings: Arc<Settings>,
    ticket: Ticket,
) {
    let (mut client, mut via) = (peer, Via::default());
    if beginning.has_header {
        let header = proxy_protocol::expect(&mut stream, peer, beginning.limit, ticket.drain()).await;
        let Some((behind, relay)) = header else { return };
        client = behind;
        via.relay = Some(relay);
    }
    #[cfg(feature = "tls")]
    if let Some(identity) = beginning.secure.identity() {
        let shaken = super::tls::handshake(stream, identity, beginning.limit, ticket.drain()).await;
        let Some(shaken) = shaken else { return };
        via.tls = Some(shaken.info);
        let service = make.make(client, via);
        #[cfg(feature = "http2")]
        if let (true, Some((http2, quota))) = (shaken.is_http2, settings.of_http2()) {
            let begun = super::http2::Begun {
                io: shaken.io,
                received: bytes::Bytes::new(),
            };
            return super::http2::serve(begun, service.0, http2, quota, ticket).await;
        }
        return connection::serve(shaken.io, service, settings.of_http1(), ticket).await;
    }
    let service = make.make(client, via);
    connection::serve(stream, service, settings, ticket).await;
}
