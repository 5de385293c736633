//! [`expect`]: waits for the header that a proxy owes, within limits.

use std::time::Duration;

use tokio::io::AsyncRead;
use tokio::time::timeout;

use super::{Origin, ReadError, read};
use crate::request::{Client, Relay};
use crate::server::banner::{self, Level};
use crate::server::drain::Drain;

/// Takes the header off `stream`: who the client is. `None` when it does not come within `limit`, or is none; the log
/// is told why, since a proxy that is trusted is at fault then. One that says nothing at all only looked whether the
/// port is open.
pub(in crate::server) async fn expect(
    stream: &mut (impl AsyncRead + Unpin),
    peer: Client,
    limit: Duration,
    drain: &Drain,
) -> Option<(Client, Relay)> {
    let header = tokio::select! {
        biased;
        header = timeout(limit, read(stream)) => header.ok(),
        () = drain.over_soon() => return None,
    };
    let problem = match header {
        Some(Ok(origin)) => return Some(client(origin, peer)),
        Some(Err(ReadError::Closed)) => return None,
        Some(Err(ReadError::Malformed(problem))) => problem,
        None => "it did not come in time",
    };
    banner::log(
        Level::Warning,
        format_args!("a connection from {peer} has no PROXY protocol header: {problem}"),
    );
    None
}

/// Who the client is, and whom that is known from.
fn client(origin: Origin, peer: Client) -> (Client, Relay) {
    match origin {
        Origin::Peer => (peer, Relay { peer, secure: false }),
        Origin::Client { address, secure } => {
            // A client of the proxy's unix socket is not one of ours, which may be trusted.
            let client = address.map_or(Client::Hidden, Client::Ip);
            (client, Relay { peer, secure })
        }
    }
}
