//! [`begin`]: connections that do not begin with HTTP.

use std::sync::Arc;

use super::http1;
#[cfg(feature = "tls")]
use super::secure::Secure;
use super::settings::Settings;
use super::stream::Stream;
use crate::request::{Client, Via};
use crate::server::drain::Ticket;
use crate::server::proxy_protocol;
use crate::server::service::MakeService;

/// What a connection begins with.
#[derive(Debug, Clone)]
pub(in crate::server) struct Beginning {
    /// A header of the PROXY protocol, from whoever comes as this peer.
    pub(in crate::server) has_header: bool,
    #[cfg(feature = "tls")]
    pub(in crate::server) secure: Secure,
    pub(in crate::server) limit: std::time::Duration,
}

/// Does what comes before HTTP, each step within the limit, and serves the connection to its end.
pub(in crate::server) async fn begin<M: MakeService>(
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
        let shaken = crate::server::tls::handshake(stream, identity, beginning.limit, ticket.drain()).await;
        let Some(shaken) = shaken else { return };
        via.tls = Some(shaken.info);
        let service = make.make(client, via);
        #[cfg(feature = "http2")]
        if let (true, Some((http2, quota))) = (shaken.is_http2, settings.of_http2()) {
            let begun = crate::server::http2::Begun {
                io: shaken.io,
                received: bytes::Bytes::new(),
            };
            return crate::server::http2::serve(begun, service.0, http2, quota, ticket).await;
        }
        return http1::serve(shaken.io, service, settings.of_http1(), ticket).await;
    }
    let service = make.make(client, via);
    http1::serve(stream, service, settings, ticket).await;
}
