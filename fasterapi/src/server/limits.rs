//! [`Limits`]: how large requests may be, how slow their bodies, and how many connections there are.

use std::time::Duration;

use super::config::Config;

/// As many connections as there are by default, if the system gives that many descriptors.
const DEFAULT_CONNECTIONS: usize = 25_000;

/// What the server was told of limits. `None` leaves it to the app, or to the system.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Limits {
    /// All of a head, in bytes.
    pub(crate) head: usize,
    /// The number of header fields.
    pub(crate) fields: usize,
    /// Name and value of one header field, in bytes.
    pub(crate) field: usize,
    /// The target, path and query, in bytes.
    pub(crate) target: usize,
    /// The method, in bytes.
    pub(crate) method: usize,
    /// What a body must come with in the long run, in bytes a second; 0 is any.
    pub(crate) body_rate: u32,
    /// How long a body may be slower.
    pub(crate) body_grace: Duration,
    /// The requests of one connection.
    pub(crate) keep_alive_requests: Option<usize>,
    /// Open connections of the whole process.
    pub(crate) connections: Option<usize>,
    pub(crate) body: Option<usize>,
    pub(crate) query_params: Option<usize>,
    pub(crate) cookies: Option<usize>,
    pub(crate) form_fields: Option<usize>,
    pub(crate) form_files: Option<usize>,
    pub(crate) form_field_size: Option<usize>,
    pub(crate) form_part_headers: Option<usize>,
    pub(crate) form_size: Option<u64>,
    pub(crate) decompression_ratio: Option<u32>,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            head: 64 * 1024,
            fields: 100,
            field: 16 * 1024,
            target: 8 * 1024,
            method: 32,
            body_rate: 500,
            body_grace: Duration::from_secs(30),
            keep_alive_requests: None,
            connections: None,
            body: None,
            query_params: None,
            cookies: None,
            form_fields: None,
            form_files: None,
            form_field_size: None,
            form_part_headers: None,
            form_size: None,
            decompression_ratio: None,
        }
    }
}

impl Limits {
    /// How many connections the process may have open.
    pub(super) fn connections(&self) -> usize {
        self.connections.unwrap_or_else(|| {
            let descriptors = descriptors().unwrap_or(usize::MAX);
            // the rest is for files, and connections to other servers
            DEFAULT_CONNECTIONS.min(descriptors / 5 * 4).max(1)
        })
    }
}

/// How many files and sockets the process may have open.
#[cfg(unix)]
fn descriptors() -> Option<usize> {
    let limit = rustix::process::getrlimit(rustix::process::Resource::Nofile).current;
    limit.and_then(|limit| usize::try_from(limit).ok())
}

#[cfg(not(unix))]
fn descriptors() -> Option<usize> {
    None
}

/// How much a request may be. What is larger is refused before any middleware sees it.
impl Config {
    /// The longest head of a request, from the method to the empty line, in bytes; 65,536 by default, 1024 to
    /// 1,048,576. A longer one is answered 431, and the connection is closed. uvicorn's `h11_max_incomplete_event_size`.
    #[must_use]
    pub fn limit_request_head(mut self, bytes: usize) -> Self {
        self.limits.head = bytes;
        self
    }

    /// The most header fields; 100 by default, 1 to 10,000. More are answered 431, and the connection is closed.
    #[must_use]
    pub fn limit_request_fields(mut self, fields: usize) -> Self {
        self.limits.fields = fields;
        self
    }

    /// The longest header field, name and value, in bytes; 16,384 by default, 64 to 1,048,576. A longer one is answered
    /// 431, and the connection is closed.
    #[must_use]
    pub fn limit_request_field_size(mut self, bytes: usize) -> Self {
        self.limits.field = bytes;
        self
    }

    /// The longest target, path and query, in bytes; 8192 by default, 64 to 65,534 (RFC 9110, section 4.1: at least
    /// 8000 should be accepted). A longer one is answered 414, and the connection is closed.
    #[must_use]
    pub fn limit_request_target(mut self, bytes: usize) -> Self {
        self.limits.target = bytes;
        self
    }

    /// The longest method, in bytes; 32 by default, 7 to 1024. A longer one is answered 501, and the connection is
    /// closed.
    #[must_use]
    pub fn limit_request_method(mut self, bytes: usize) -> Self {
        self.limits.method = bytes;
        self
    }

    /// How fast a body must come, in bytes a second; 500 by default, 0 is as slow as it likes. One whose mean is below
    /// that when [`timeout_request_body_grace`](Self::timeout_request_body_grace) is over is answered 408, and the
    /// connection is closed. Only the time in which the app waits for the client counts.
    #[must_use]
    pub fn limit_request_body_rate(mut self, bytes_per_second: u32) -> Self {
        self.limits.body_rate = bytes_per_second;
        self
    }

    /// How long a body may be slower than [`limit_request_body_rate`](Self::limit_request_body_rate), to within a
    /// quarter of it; 30 s by default.
    #[must_use]
    pub fn timeout_request_body_grace(mut self, grace: Duration) -> Self {
        self.limits.body_grace = grace;
        self
    }

    /// How many requests a connection is kept for; no limit by default, 1 to 1,000,000,000. The last answer says
    /// `connection: close`. nginx's `keepalive_requests`.
    #[must_use]
    pub fn limit_keep_alive_requests(mut self, requests: impl Into<Option<usize>>) -> Self {
        self.limits.keep_alive_requests = requests.into();
        self
    }

    /// How many connections the process keeps open, all workers together; 25,000 by default, and no more than four
    /// fifths of the descriptors it may have (`ulimit -n`); 1 to 10,000,000. While they are open
    /// no more are accepted: the next ones wait in the [`backlog`](Self::backlog).
    #[must_use]
    pub fn limit_connections(mut self, connections: usize) -> Self {
        self.limits.connections = Some(connections);
        self
    }
}

/// What is also an app's to say; what is said here wins.
impl Config {
    /// In the place of [`App::max_body_size`](crate::App::max_body_size), in bytes. Routers and routes may still say
    /// otherwise.
    #[must_use]
    pub fn limit_request_body(mut self, bytes: usize) -> Self {
        self.limits.body = Some(bytes);
        self
    }

    /// In the place of [`App::max_query_params`](crate::App::max_query_params); 0 to 1,000,000.
    #[must_use]
    pub fn limit_query_params(mut self, params: usize) -> Self {
        self.limits.query_params = Some(params);
        self
    }

    /// In the place of [`App::max_cookies`](crate::App::max_cookies); 0 to 1,000,000.
    #[must_use]
    pub fn limit_cookies(mut self, cookies: usize) -> Self {
        self.limits.cookies = Some(cookies);
        self
    }

    /// In the place of [`FormLimits::max_fields`](crate::request::FormLimits::max_fields); 0 to 1,000,000.
    #[must_use]
    pub fn limit_form_fields(mut self, fields: usize) -> Self {
        self.limits.form_fields = Some(fields);
        self
    }

    /// In the place of [`FormLimits::max_files`](crate::request::FormLimits::max_files); 0 to 1,000,000.
    #[must_use]
    pub fn limit_form_files(mut self, files: usize) -> Self {
        self.limits.form_files = Some(files);
        self
    }

    /// In the place of [`FormLimits::max_part_size`](crate::request::FormLimits::max_part_size), in bytes.
    #[must_use]
    pub fn limit_form_field_size(mut self, bytes: usize) -> Self {
        self.limits.form_field_size = Some(bytes);
        self
    }

    /// In the place of [`FormLimits::max_part_headers`](crate::request::FormLimits::max_part_headers), in bytes.
    #[must_use]
    pub fn limit_form_part_headers(mut self, bytes: usize) -> Self {
        self.limits.form_part_headers = Some(bytes);
        self
    }

    /// In the place of [`FormLimits::max_total_size`](crate::request::FormLimits::max_total_size), in bytes.
    #[must_use]
    pub fn limit_form_size(mut self, bytes: u64) -> Self {
        self.limits.form_size = Some(bytes);
        self
    }

    /// In the place of [`App::max_decompression_ratio`](crate::App::max_decompression_ratio); at least 1.
    #[must_use]
    pub fn limit_decompression_ratio(mut self, ratio: u32) -> Self {
        self.limits.decompression_ratio = Some(ratio);
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn there_are_as_many_connections_as_descriptors_allow() {
        assert_eq!(Config::new().limit_connections(100_000).limits.connections(), 100_000);
        let default = Limits::default().connections();
        assert!((1..=DEFAULT_CONNECTIONS).contains(&default), "{default}");
    }
}
