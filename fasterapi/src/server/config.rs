//! [`Config`]: where and how the server listens.

use std::path::PathBuf;
use std::time::Duration;

#[cfg(feature = "http2")]
use super::http2::Http2;
use super::limits::Limits;
use super::listen::Bind;
use super::proxy_protocol::ProxyProtocol;
#[cfg(feature = "tls")]
use super::tls::Tls;
use crate::logging::{LogFormat, LogLevel};

/// Where and how [`App::run`](crate::App::run) listens; command line and environment win over what is set here.
///
/// ```
/// use std::time::Duration;
/// use fasterapi::server::Config;
///
/// let config = Config::new().host("0.0.0.0").port(80).workers(4).timeout_graceful_shutdown(Duration::from_secs(10));
/// # let _ = config;
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Config {
    pub(crate) host: String,
    pub(crate) port: u16,
    pub(crate) uds: Option<PathBuf>,
    pub(crate) fd: Option<i32>,
    pub(crate) bind: Vec<Bind>,
    pub(crate) root_path: Option<String>,
    pub(crate) forwarded_allow_ips: Option<String>,
    pub(crate) proxy_protocol: Option<ProxyProtocol>,
    #[cfg(feature = "tls")]
    pub(crate) tls: Option<Tls>,
    #[cfg(feature = "http2")]
    pub(crate) http2: Option<Http2>,
    pub(crate) workers: usize,
    pub(crate) backlog: u32,
    pub(crate) limit_concurrency: Option<usize>,
    pub(crate) limit_max_requests: Option<usize>,
    pub(crate) limit_max_requests_jitter: usize,
    pub(crate) timeout_keep_alive: Duration,
    pub(crate) timeout_request_header: Duration,
    pub(crate) timeout_request_body: Duration,
    pub(crate) timeout_response_write: Duration,
    pub(crate) timeout_graceful_shutdown: Duration,
    pub(crate) timeout_worker_healthcheck: Duration,
    pub(crate) timeout_restart: Duration,
    pub(crate) access_log: bool,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) server_header: bool,
    pub(crate) date_header: bool,
    pub(crate) limits: Limits,
    pub(crate) log_level: Option<LogLevel>,
    pub(crate) log_format: LogFormat,
    pub(crate) use_colors: Option<bool>,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            host: "127.0.0.1".to_owned(),
            port: 8000,
            uds: None,
            fd: None,
            bind: Vec::new(),
            root_path: None,
            forwarded_allow_ips: None,
            proxy_protocol: None,
            #[cfg(feature = "tls")]
            tls: None,
            #[cfg(feature = "http2")]
            http2: Some(Http2::new()),
            workers: 1,
            backlog: 2048,
            limit_concurrency: None,
            limit_max_requests: None,
            limit_max_requests_jitter: 0,
            timeout_keep_alive: Duration::from_secs(75),
            timeout_request_header: Duration::from_secs(10),
            timeout_request_body: Duration::from_secs(30),
            timeout_response_write: Duration::from_secs(30),
            timeout_graceful_shutdown: Duration::from_secs(30),
            timeout_worker_healthcheck: Duration::from_secs(5),
            timeout_restart: Duration::from_secs(90),
            access_log: false,
            headers: Vec::new(),
            server_header: false,
            date_header: true,
            limits: Limits::default(),
            log_level: None,
            log_format: LogFormat::Text,
            use_colors: None,
        }
    }
}

impl Config {
    /// The defaults: 127.0.0.1, port 8000, one worker.
    pub fn new() -> Self {
        Self::default()
    }

    /// The address or name to listen at; 127.0.0.1 by default. `0.0.0.0` and `::` are every address of the machine.
    #[must_use]
    pub fn host(mut self, host: impl Into<String>) -> Self {
        self.host = host.into();
        self
    }

    /// The TCP port; 8000 by default. 0 takes a free one and prints it.
    #[must_use]
    pub fn port(mut self, port: u16) -> Self {
        self.port = port;
        self
    }

    /// A unix socket to listen at, instead of TCP; none by default. A socket that a dead program left there is
    /// replaced; everybody on the machine may connect (mode 0666).
    #[must_use]
    pub fn uds(mut self, path: impl Into<PathBuf>) -> Self {
        self.uds = Some(path.into());
        self
    }

    /// A listening socket that the process was started with, by the number of its descriptor, instead of a port; none by
    /// default. The sockets that systemd passes are found without it.
    #[must_use]
    pub fn fd(mut self, number: i32) -> Self {
        self.fd = Some(number);
        self
    }

    /// One more address to listen at; host and port are then not used. At most 64, with `uds` and `fd`. See [`Bind`].
    #[must_use]
    pub fn bind(mut self, address: impl Into<Bind>) -> Self {
        self.bind.push(address.into());
        self
    }

    /// The prefix under which a proxy serves the app; the app's own `root_path` by default.
    #[must_use]
    pub fn root_path(mut self, prefix: impl Into<String>) -> Self {
        self.root_path = Some(prefix.into());
        self
    }

    /// The proxies whose `X-Forwarded-*` headers are believed, as
    /// [`ProxyHeaders::trust`](crate::middleware::ProxyHeaders::trust) takes them, separated by commas; nobody by
    /// default.
    #[must_use]
    pub fn forwarded_allow_ips(mut self, peers: impl Into<String>) -> Self {
        self.forwarded_allow_ips = Some(peers.into());
        self
    }

    /// The peers whose connections begin with a PROXY protocol header; nobody's do by default. See [`ProxyProtocol`].
    #[must_use]
    pub fn proxy_protocol(mut self, from: ProxyProtocol) -> Self {
        self.proxy_protocol = Some(from);
        self
    }

    /// Key and certificate, with which the server speaks HTTPS; plain HTTP by default. See [`Tls`].
    #[cfg(feature = "tls")]
    #[must_use]
    pub fn tls(mut self, tls: Tls) -> Self {
        self.tls = Some(tls);
        self
    }

    /// The limits of HTTP/2, or `None` not to speak it. By default it is spoken beside HTTP/1.1: over TLS where the
    /// client chooses it, else where a client begins with it (prior knowledge, RFC 9113, section 3.3).
    #[cfg(feature = "http2")]
    #[must_use]
    pub fn http2(mut self, limits: impl Into<Option<Http2>>) -> Self {
        self.http2 = limits.into();
        self
    }

    /// How many threads serve; 1 by default, at most 1024, 0 counts as 1. A connection goes to the one that has the fewest.
    #[must_use]
    pub fn workers(mut self, workers: usize) -> Self {
        self.workers = workers.max(1);
        self
    }

    /// How many connections may wait to be accepted; 2048 by default, 1 to 65,535. The kernel may allow fewer.
    #[must_use]
    pub fn backlog(mut self, connections: u32) -> Self {
        self.backlog = connections;
        self
    }

    /// How many connections each worker keeps open; no limit by default, 1 to 1,000,000. One more is answered 503 and
    /// closed; over TLS it is closed before the handshake, which would cost more than most requests do.
    #[must_use]
    pub fn limit_concurrency(mut self, connections: impl Into<Option<usize>>) -> Self {
        self.limit_concurrency = connections.into();
        self
    }

    /// After how many requests the server stops, as if it were told to by SIGTERM, so that whoever watches it starts it
    /// anew; no limit by default, at least 1. Requests that are under way by then are answered too.
    #[must_use]
    pub fn limit_max_requests(mut self, requests: impl Into<Option<usize>>) -> Self {
        self.limit_max_requests = requests.into();
        self
    }

    /// How many more requests there may be, by chance, before the server stops; 0 by default. So several servers do not
    /// stop at the same time.
    #[must_use]
    pub fn limit_max_requests_jitter(mut self, requests: usize) -> Self {
        self.limit_max_requests_jitter = requests;
        self
    }

    /// Whether each answer is a line on stdout; off by default, as it costs more than a small request does. A program with a
    /// subscriber of `tracing` gets an event instead, under the target `fasterapi::access`.
    #[must_use]
    pub fn access_log(mut self, on: bool) -> Self {
        self.access_log = on;
        self
    }

    /// A header of every answer that has none of this name; none by default. Several may have one name. A name or value
    /// that is none, and a header that belongs to the connection, such as `content-length`, are errors at the start.
    #[must_use]
    pub fn header(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.headers.push((name.into(), value.into()));
        self
    }

    /// Whether answers say `server: fasterapi`; off by default, as it helps nobody but attackers.
    #[must_use]
    pub fn server_header(mut self, on: bool) -> Self {
        self.server_header = on;
        self
    }

    /// Whether answers say when they were made, in the header `date`; on by default, as RFC 9110 section 6.6.1 has it.
    #[must_use]
    pub fn date_header(mut self, on: bool) -> Self {
        self.date_header = on;
        self
    }

    /// The least that is written, of the program's events and the framework's lines. By default warnings and errors of the
    /// program and what the framework does; see [`Logging`](crate::logging::Logging).
    #[must_use]
    pub fn log_level(mut self, level: LogLevel) -> Self {
        self.log_level = Some(level);
        self
    }

    /// Text, as uvicorn writes it, or JSON; text by default.
    #[must_use]
    pub fn log_format(mut self, format: LogFormat) -> Self {
        self.log_format = format;
        self
    }

    /// Whether the log is in color; by default where it goes to a terminal and `NO_COLOR` is not set.
    #[must_use]
    pub fn use_colors(mut self, colors: bool) -> Self {
        self.use_colors = Some(colors);
        self
    }

    /// Begins to write the log as it says here, in a program that has no subscriber of its own.
    pub(crate) fn set_up_log(&self) -> crate::Result<()> {
        #[cfg(feature = "logging")]
        crate::logging::Logging::new()
            .level(self.log_level)
            .format(self.log_format)
            .colors(self.use_colors)
            .init_if_free()?;
        #[cfg(not(feature = "logging"))]
        crate::logging::Output {
            format: self.log_format,
            colors: self.use_colors,
            level: self.log_level.unwrap_or(LogLevel::Info),
        }
        .set();
        Ok(())
    }

    /// `https`, or `http`.
    pub(super) fn scheme(&self) -> &'static str {
        #[cfg(feature = "tls")]
        if self.tls.is_some() {
            return "https";
        }
        "http"
    }
}
