//! [`Settings`]: what is set for the connections of a worker.

use std::sync::Arc;
use std::time::Duration;

use hyper::server::conn::http1;

use super::watch::Patience;
use crate::server::config::Config;
#[cfg(feature = "http2")]
use crate::server::http2;
use crate::server::quota::Quota;

/// The most that is buffered of an answer, in bytes.
const BUFFER: usize = 64 * 1024;

/// As many header fields as hyper takes unless told otherwise.
const FIELDS: usize = 100;

/// What all connections of a worker share.
#[derive(Debug)]
pub(in crate::server) struct Settings {
    pub(super) http: http1::Builder,
    pub(super) head_timeout: Duration,
    pub(super) patience: Patience,
    pub(super) quota: Option<Arc<Quota>>,
    /// As many as a connection is for.
    pub(super) requests: usize,
    /// `None` when it is not spoken.
    #[cfg(feature = "http2")]
    pub(super) http2: Option<http2::Settings>,
}

impl Settings {
    pub(in crate::server) fn new(config: &Config, quota: Option<Arc<Quota>>) -> Arc<Self> {
        let mut http = http1::Builder::new();
        // A client that closes its sending side after the request still gets its answer. One that is gone is found out
        // about by the clock, and its handler dropped. One copy of a small answer costs less than a list of pieces for the kernel.
        http.half_close(true)
            .writev(false)
            .max_buf_size(BUFFER.max(config.limits.head));
        http.auto_date_header(config.date_header);
        http.max_header_size(config.limits.head);
        if config.limits.fields != FIELDS {
            // said aloud, even the same number costs hyper an allocation for each request
            http.max_headers(config.limits.fields);
        }
        Arc::new(Self {
            http,
            head_timeout: config.head_limit(),
            patience: Patience::new(config),
            quota,
            requests: match config.keeps_alive() {
                true => config.limits.keep_alive_requests.unwrap_or(usize::MAX),
                false => 1,
            },
            #[cfg(feature = "http2")]
            http2: http2::Settings::new(config),
        })
    }

    /// The settings for HTTP/2, if it is spoken, and what its requests count for.
    #[cfg(all(feature = "http2", feature = "tls"))]
    pub(super) fn of_http2(&self) -> Option<(http2::Settings, Option<Arc<Quota>>)> {
        Some((self.http2?, self.quota.clone()))
    }

    /// For a connection that HTTP/1.1 was agreed upon for.
    #[cfg(feature = "tls")]
    pub(super) fn of_http1(&self) -> Arc<Self> {
        Arc::new(Self {
            http: self.http.clone(),
            quota: self.quota.clone(),
            #[cfg(feature = "http2")]
            http2: None,
            ..*self
        })
    }
}
