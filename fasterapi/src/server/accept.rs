//! The accept loop of one worker.

use std::io;
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use super::banner::{self, Level};
use super::config::Config;
use super::connection::{self, Settings};
use super::crowded::refuse;
use super::drain::{Drain, Phase};
use super::listener::{Accept, Kind, Listener};
use super::proxy_protocol::{self, ProxyProtocol};
use super::service::MakeService;

/// Accepts connections, each a task on the current runtime, until the drain leaves [`Phase::Serving`].
pub(super) async fn accept<M: MakeService>(listener: Listener, config: &Config, make: M, drain: &Arc<Drain>) {
    let settings = Settings::new(config);
    match listener.0 {
        Kind::Tcp(listener) => accept_from(&listener, settings, config, make, drain).await,
        #[cfg(unix)]
        Kind::Unix(listener) => accept_from(&listener, settings, config, make, drain).await,
    }
}

async fn accept_from<L: Accept, M: MakeService>(
    listener: &L,
    settings: Settings,
    config: &Config,
    make: M,
    drain: &Arc<Drain>,
) {
    let mut failures = 0u32;
    let has_header = |peer| {
        let proxies: Option<&ProxyProtocol> = config.proxy_protocol.as_ref();
        proxies.is_some_and(|proxies| proxies.is_expected_from(peer))
    };
    let start = |(mut stream, client)| {
        if config.limit_concurrency.is_some_and(|limit| drain.open() >= limit) {
            tokio::spawn(refuse(stream));
            return;
        }
        if has_header(client) {
            let (make, settings, ticket) = (make.clone(), settings.clone(), drain.enter());
            let limit = config.timeout_request_header;
            tokio::spawn(async move {
                let header = proxy_protocol::expect(&mut stream, client, limit, ticket.drain()).await;
                if let Some((client, relay)) = header {
                    let service = make.make(client, Some(relay));
                    connection::serve(stream, client, service, settings, ticket).await;
                }
            });
            return;
        }
        let service = make.make(client, None);
        tokio::spawn(connection::serve(
            stream,
            client,
            service,
            settings.clone(),
            drain.enter(),
        ));
    };
    let mut finishing = pin!(drain.reached(Phase::Finishing));
    loop {
        let accepted = tokio::select! {
            biased;
            () = &mut finishing => break,
            accepted = listener.accept() => accepted,
        };
        match accepted {
            Ok(connection) => {
                failures = 0;
                start(connection);
            }
            Err(error) if is_of_one_connection(&error) => {}
            Err(error) => {
                if failures == 0 {
                    banner::log(Level::Error, format_args!("cannot accept connections for now: {error}"));
                }
                failures = failures.saturating_add(1);
                tokio::select! {
                    () = tokio::time::sleep(back_off(failures)) => {}
                    () = &mut finishing => break,
                }
            }
        }
    }
    // Whoever is in the queue already was let in by the kernel: answer what they sent.
    // tokio accepts only what its driver has seen; having yielded, it has looked once more.
    tokio::task::yield_now().await;
    while let Some(Ok(connection)) = now_or_never(listener.accept()).await {
        start(connection);
    }
}

/// Errors that say something of the connection only, not of the listener.
fn is_of_one_connection(error: &io::Error) -> bool {
    use io::ErrorKind::{ConnectionAborted, ConnectionRefused, ConnectionReset, Interrupted};
    matches!(
        error.kind(),
        ConnectionAborted | ConnectionRefused | ConnectionReset | Interrupted
    )
}

/// How long to wait when descriptors or memory ran out (EMFILE, ENFILE, ENOBUFS): 10 ms, doubled up to 1 s.
fn back_off(failures: u32) -> Duration {
    Duration::from_millis(10u64 << (failures - 1).min(7)).min(Duration::from_secs(1))
}

/// The output of `future` if it is there without waiting.
async fn now_or_never<T>(future: impl Future<Output = T>) -> Option<T> {
    tokio::select! {
        biased;
        output = future => Some(output),
        () = std::future::ready(()) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_wait_grows_to_a_second() {
        assert_eq!(back_off(1), Duration::from_millis(10));
        assert_eq!(back_off(3), Duration::from_millis(40));
        assert_eq!(back_off(u32::MAX), Duration::from_secs(1));
    }
}
