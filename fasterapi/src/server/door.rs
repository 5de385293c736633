//! [`Door`]: where a connection comes in, and becomes a task of the current runtime.

use std::sync::Arc;

use tokio::io::{AsyncRead, AsyncWrite};

use super::accept::Take;
use super::config::Config;
use super::connection::{self, Settings};
use super::crowded::refuse;
use super::drain::{Drain, Ticket};
use super::listener::Accept;
use super::proxy_protocol;
use super::quota::Quota;
use super::service::MakeService;
use crate::request::Client;

/// The way into one worker.
pub(super) struct Door<'c, M> {
    config: &'c Config,
    settings: Settings,
    make: M,
    drain: Arc<Drain>,
}

impl<'c, M: MakeService> Door<'c, M> {
    pub(super) fn new(config: &'c Config, make: M, drain: &Arc<Drain>, quota: Option<Arc<Quota>>) -> Self {
        Self {
            config,
            settings: Settings::new(config, quota),
            make,
            drain: Arc::clone(drain),
        }
    }

    /// Lets a connection in, unless there are enough. It is counted by its ticket already.
    pub(super) fn admit<Io>(&self, mut stream: Io, client: Client, ticket: Ticket)
    where
        Io: AsyncRead + AsyncWrite + Unpin + Send + 'static,
    {
        let limit = self.config.limit_concurrency;
        if limit.is_some_and(|limit| self.drain.open() > limit) {
            drop(ticket);
            tokio::spawn(refuse(stream));
            return;
        }
        let settings = self.settings.clone();
        let proxies = self.config.proxy_protocol.as_ref();
        if proxies.is_some_and(|proxies| proxies.is_expected_from(client)) {
            let make = self.make.clone();
            let limit = self.config.timeout_request_header;
            tokio::spawn(async move {
                let header = proxy_protocol::expect(&mut stream, client, limit, ticket.drain()).await;
                if let Some((client, relay)) = header {
                    let service = make.make(client, Some(relay));
                    connection::serve(stream, service, settings, ticket).await;
                }
            });
            return;
        }
        let service = self.make.make(client, None);
        tokio::spawn(connection::serve(stream, service, settings, ticket));
    }
}

impl<M: MakeService> Take for Door<'_, M> {
    fn take<A: Accept>(&self, stream: A::Stream, client: Client) {
        self.admit(stream, client, self.drain.enter());
    }
}
