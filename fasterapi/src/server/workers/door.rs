//! [`Door`]: where a connection comes in, and becomes a task of the current runtime.

use std::sync::Arc;

use super::accept::Take;
use super::crowded::refuse;
use crate::request::{Client, Via};
use crate::server::config::Config;
use crate::server::connection::{self, Beginning, Secure, Settings, WARM, begin};
use crate::server::drain::{Drain, Ticket};
use crate::server::listen::{Accept, Socket};
use crate::server::quota::Quota;
use crate::server::service::MakeService;

/// The way into one worker.
pub(in crate::server) struct Door<'c, M> {
    config: &'c Config,
    settings: Arc<Settings>,
    make: M,
    drain: Arc<Drain>,
    secure: Secure,
}

impl<'c, M: MakeService> Door<'c, M> {
    pub(in crate::server) fn new(
        config: &'c Config,
        make: M,
        drain: &Arc<Drain>,
        quota: Option<Arc<Quota>>,
        secure: &Secure,
    ) -> Self {
        Self {
            config,
            settings: Settings::new(config, quota),
            make,
            drain: Arc::clone(drain),
            secure: secure.clone(),
        }
    }

    /// Lets a connection in, unless there are enough. It is counted by its ticket already.
    pub(super) fn admit(&self, stream: Socket, client: Client, ticket: Ticket) {
        let limit = self.config.limit_concurrency;
        if limit.is_some_and(|limit| self.drain.served() > limit) {
            // To tell it to somebody over TLS would be more work than to serve.
            if !self.secure.is_on() {
                tokio::spawn(refuse(stream, ticket.refuse()));
            }
            return;
        }
        if self.drain.open() > WARM {
            self.drain.turns().call();
        }
        let settings = Arc::clone(&self.settings);
        let proxies = self.config.proxy_protocol.as_ref();
        let has_header = proxies.is_some_and(|proxies| proxies.is_expected_from(client));
        if has_header || self.secure.is_on() {
            let beginning = Beginning {
                has_header,
                #[cfg(feature = "tls")]
                secure: self.secure.clone(),
                limit: self.config.head_limit(),
            };
            tokio::spawn(begin(stream, client, beginning, self.make.clone(), settings, ticket));
            return;
        }
        let service = self.make.make(client, Via::default());
        tokio::spawn(connection::serve(stream, service, settings, ticket));
    }
}

impl<M: MakeService> Take for Door<'_, M> {
    fn take<A: Accept>(&self, stream: A::Stream, client: Client) {
        self.admit(stream.into(), client, self.drain.enter());
    }
}
