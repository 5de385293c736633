//! The options: one table for the command line, the environment and the help.

use std::ffi::OsStr;

#[cfg(feature = "tls")]
use super::tls;
use super::values::{header, non_empty, number, path, peers, prefix, seconds, switch, text, trusted, within};
#[cfg(feature = "logging")]
use crate::logging::LogFormat;
use crate::logging::LogLevel;
use crate::server::ranges::{BACKLOG, CONCURRENCY, MAX_REQUESTS, WORKERS};
use crate::server::{BindError, Config, ProxyProtocol};

/// One option, `--name VALUE` or a bare `--name`.
pub(super) struct CliOption {
    /// The name on the command line, without the dashes.
    pub(super) name: &'static str,
    /// What stands for the value in the help; `None` for a switch.
    pub(super) value: Option<&'static str>,
    /// The variables that set it, the first that is there wins.
    pub(super) env: &'static [&'static str],
    /// One line for the help.
    pub(super) help: &'static str,
    /// Puts the value in place, or says what was expected.
    pub(super) set: fn(&mut Config, &OsStr) -> Result<(), String>,
}

const OPTIONS: &[CliOption] = &[
    CliOption {
        name: "host",
        value: Some("ADDRESS"),
        env: &["FASTERAPI_HOST"],
        help: "Address to listen at; 0.0.0.0 or :: is all [127.0.0.1]",
        set: |config, value| non_empty(value, "an address, such as 0.0.0.0").map(|given| config.host = given),
    },
    CliOption {
        name: "port",
        value: Some("PORT"),
        env: &["FASTERAPI_PORT"],
        help: "Port to listen at; 0 takes a free one [8000]",
        set: |config, value| number(value, 0, u16::MAX).map(|given| config.port = given),
    },
    CliOption {
        name: "uds",
        value: Some("PATH"),
        env: &["FASTERAPI_UDS"],
        help: "Unix socket to listen at, instead of a port",
        set: |config, value| path(value).map(|given| config.uds = Some(given)),
    },
    CliOption {
        name: "fd",
        value: Some("NUMBER"),
        env: &["FASTERAPI_FD"],
        help: "Socket the program was started with, instead of a port",
        set: |config, value| number(value, 0, i32::MAX).map(|given| config.fd = Some(given)),
    },
    CliOption {
        name: "bind",
        value: Some("ADDRESS"),
        env: &["FASTERAPI_BIND"],
        help: "HOST:PORT, unix:PATH, fd://N, systemd:NAME; repeatable",
        set: |config, value| {
            for address in text(value)?.split(',') {
                config
                    .bind
                    .push(address.trim().parse().map_err(|error: BindError| error.to_string())?);
            }
            Ok(())
        },
    },
    CliOption {
        name: "root-path",
        value: Some("PREFIX"),
        env: &["FASTERAPI_ROOT_PATH"],
        help: "Prefix under which a proxy serves the app, such as /api/v1",
        set: |config, value| prefix(value).map(|given| config.root_path = Some(given)),
    },
    CliOption {
        name: "workers",
        value: Some("NUMBER"),
        env: &["FASTERAPI_WORKERS", "WEB_CONCURRENCY"],
        help: "Threads that serve [1]",
        set: |config, value| within(value, &WORKERS).map(|given| config.workers = given),
    },
    CliOption {
        name: "forwarded-allow-ips",
        value: Some("LIST"),
        env: &["FASTERAPI_FORWARDED_ALLOW_IPS", "FORWARDED_ALLOW_IPS"],
        help: "Proxies to trust: addresses, networks, unix:, or * [none]",
        set: |config, value| peers(value).map(|given| config.forwarded_allow_ips = Some(given)),
    },
    CliOption {
        name: "proxy-protocol",
        value: Some("LIST"),
        env: &["FASTERAPI_PROXY_PROTOCOL"],
        help: "Peers that begin with a PROXY protocol header [none]",
        set: |config, value| {
            let peers = trusted(value, |peers| ProxyProtocol::from_peers(peers))?;
            config.proxy_protocol = Some(peers);
            Ok(())
        },
    },
    CliOption {
        name: "backlog",
        value: Some("NUMBER"),
        env: &["FASTERAPI_BACKLOG"],
        help: "Connections that may wait to be accepted [2048]",
        set: |config, value| within(value, &BACKLOG).map(|given| config.backlog = given as u32),
    },
    CliOption {
        name: "limit-concurrency",
        value: Some("NUMBER"),
        env: &["FASTERAPI_LIMIT_CONCURRENCY"],
        help: "Connections of each worker before a 503 [no limit]",
        set: |config, value| within(value, &CONCURRENCY).map(|given| config.limit_concurrency = Some(given)),
    },
    CliOption {
        name: "limit-max-requests",
        value: Some("NUMBER"),
        env: &["FASTERAPI_LIMIT_MAX_REQUESTS"],
        help: "Requests before the server ends to be started anew [none]",
        set: |config, value| within(value, &MAX_REQUESTS).map(|given| config.limit_max_requests = Some(given)),
    },
    CliOption {
        name: "limit-max-requests-jitter",
        value: Some("NUMBER"),
        env: &["FASTERAPI_LIMIT_MAX_REQUESTS_JITTER"],
        help: "As many more by chance [0]",
        set: |config, value| number(value, 0, usize::MAX).map(|given| config.limit_max_requests_jitter = given),
    },
    CliOption {
        name: "timeout-keep-alive",
        value: Some("SECONDS"),
        env: &["FASTERAPI_TIMEOUT_KEEP_ALIVE"],
        help: "How long a connection may be idle [75]",
        set: |config, value| seconds(value).map(|given| config.timeout_keep_alive = given),
    },
    CliOption {
        name: "timeout-request-header",
        value: Some("SECONDS"),
        env: &["FASTERAPI_TIMEOUT_REQUEST_HEADER"],
        help: "How long the head of a request may take to arrive [10]",
        set: |config, value| seconds(value).map(|given| config.timeout_request_header = given),
    },
    CliOption {
        name: "timeout-request-body",
        value: Some("SECONDS"),
        env: &["FASTERAPI_TIMEOUT_REQUEST_BODY"],
        help: "How long to wait for more of a body [30]",
        set: |config, value| seconds(value).map(|given| config.timeout_request_body = given),
    },
    CliOption {
        name: "timeout-response-write",
        value: Some("SECONDS"),
        env: &["FASTERAPI_TIMEOUT_RESPONSE_WRITE"],
        help: "How long a client may take nothing of its answer [30]",
        set: |config, value| seconds(value).map(|given| config.timeout_response_write = given),
    },
    CliOption {
        name: "timeout-graceful-shutdown",
        value: Some("SECONDS"),
        env: &["FASTERAPI_TIMEOUT_GRACEFUL_SHUTDOWN"],
        help: "Time to finish what is in flight at the end [30]",
        set: |config, value| seconds(value).map(|given| config.timeout_graceful_shutdown = given),
    },
    #[cfg(feature = "http2")]
    CliOption {
        name: "http2",
        value: None,
        env: &["FASTERAPI_HTTP2"],
        help: "Speak HTTP/2 beside HTTP/1.1; --http2=false does not [true]",
        set: |config, value| switch(value).map(|on| config.http2 = on.then(|| config.http2.unwrap_or_default())),
    },
    #[cfg(feature = "http2")]
    CliOption {
        name: "h2-max-concurrent-streams",
        value: Some("NUMBER"),
        env: &["FASTERAPI_H2_MAX_CONCURRENT_STREAMS"],
        help: "Requests under way on an HTTP/2 connection [200]",
        set: |config, value| {
            let streams = number(value, 1, u32::MAX >> 1)?;
            config.http2 = config.http2.map(|http2| http2.max_concurrent_streams(streams));
            Ok(())
        },
    },
    #[cfg(feature = "http2")]
    CliOption {
        name: "h2-max-header-list-size",
        value: Some("BYTES"),
        env: &["FASTERAPI_H2_MAX_HEADER_LIST_SIZE"],
        help: "How large the head of an HTTP/2 request may be [65536]",
        set: |config, value| {
            let bytes = number(value, 1024, 16 * 1024 * 1024)?;
            config.http2 = config.http2.map(|http2| http2.max_header_list_size(bytes));
            Ok(())
        },
    },
    #[cfg(feature = "tls")]
    CliOption {
        name: "ssl-certfile",
        value: Some("FILE"),
        env: &["FASTERAPI_SSL_CERTFILE"],
        help: "Certificate (PEM) to speak HTTPS with [plain HTTP]",
        set: |config, value| path(value).map(|given| tls::tls(config).certificate = Some(given)),
    },
    #[cfg(feature = "tls")]
    CliOption {
        name: "ssl-keyfile",
        value: Some("FILE"),
        env: &["FASTERAPI_SSL_KEYFILE"],
        help: "Its private key (PEM) [in the file of the certificate]",
        set: |config, value| path(value).map(|given| tls::tls(config).key = Some(given)),
    },
    #[cfg(feature = "tls")]
    CliOption {
        name: "ssl-keyfile-password",
        value: Some("TEXT"),
        env: &["FASTERAPI_SSL_KEYFILE_PASSWORD"],
        help: "What the key is encrypted with; better in the environment",
        set: |config, value| text(value).map(|given| tls::tls(config).key_password = Some(given.to_owned())),
    },
    #[cfg(feature = "tls")]
    CliOption {
        name: "ssl-ca-certs",
        value: Some("FILE"),
        env: &["FASTERAPI_SSL_CA_CERTS"],
        help: "Authorities (PEM) of the certificates of clients",
        set: |config, value| path(value).map(|given| tls::tls(config).client_ca = Some(given)),
    },
    #[cfg(feature = "tls")]
    CliOption {
        name: "ssl-cert-reqs",
        value: Some("WHICH"),
        env: &["FASTERAPI_SSL_CERT_REQS"],
        help: "Certificates of clients: none, optional, required [none]",
        set: |config, value| tls::client_certificates(value).map(|given| tls::tls(config).client_certificates = given),
    },
    #[cfg(feature = "tls")]
    CliOption {
        name: "ssl-version",
        value: Some("VERSION"),
        env: &["FASTERAPI_SSL_VERSION"],
        help: "Oldest version of TLS, 1.2 or 1.3 [1.2]",
        set: |config, value| tls::version(value).map(|given| tls::tls(config).version = given),
    },
    #[cfg(feature = "tls")]
    CliOption {
        name: "ssl-ciphers",
        value: Some("LIST"),
        env: &["FASTERAPI_SSL_CIPHERS"],
        help: "Cipher suites, separated by colons [those of rustls]",
        set: |config, value| tls::ciphers(value).map(|given| tls::tls(config).ciphers = Some(given)),
    },
    CliOption {
        name: "timeout-worker-healthcheck",
        value: Some("SECONDS"),
        env: &["FASTERAPI_TIMEOUT_WORKER_HEALTHCHECK"],
        help: "How long a worker may hang before that is told [5]",
        set: |config, value| seconds(value).map(|given| config.timeout_worker_healthcheck = given),
    },
    CliOption {
        name: "timeout-restart",
        value: Some("SECONDS"),
        env: &["FASTERAPI_TIMEOUT_RESTART"],
        help: "How long a new process may take until it serves [90]",
        set: |config, value| seconds(value).map(|given| config.timeout_restart = given),
    },
    CliOption {
        name: "header",
        value: Some("NAME:VALUE"),
        env: &["FASTERAPI_HEADER"],
        help: "Header of answers that have none such; repeatable",
        set: |config, value| {
            for line in text(value)?.lines() {
                config.headers.push(header(line)?);
            }
            Ok(())
        },
    },
    CliOption {
        name: "server-header",
        value: None,
        env: &["FASTERAPI_SERVER_HEADER"],
        help: "Say `server: fasterapi`, or not: --no-server-header [not]",
        set: |config, value| switch(value).map(|given| config.server_header = given),
    },
    CliOption {
        name: "date-header",
        value: None,
        env: &["FASTERAPI_DATE_HEADER"],
        help: "Say the date, or not: --no-date-header [say it]",
        set: |config, value| switch(value).map(|given| config.date_header = given),
    },
    CliOption {
        name: ENV_FILE,
        value: Some("PATH"),
        env: &["FASTERAPI_ENV_FILE"],
        help: "File of variables, read first; those that are set win",
        set: |_, value| path(value).map(drop),
    },
    CliOption {
        name: "access-log",
        value: None,
        env: &["FASTERAPI_ACCESS_LOG"],
        help: "Write a line for each answer [no]",
        set: |config, value| switch(value).map(|given| config.access_log = given),
    },
    CliOption {
        name: "log-level",
        value: Some("LEVEL"),
        env: &["FASTERAPI_LOG_LEVEL"],
        help: "Least to log: critical, error, warning, info, debug, trace",
        set: |config, value| {
            let level = text(value)?.parse::<LogLevel>();
            let names = || LogLevel::ALL.map(LogLevel::as_str).join(", ");
            config.log_level = Some(level.map_err(|_| names())?);
            Ok(())
        },
    },
    #[cfg(feature = "logging")]
    CliOption {
        name: "log-format",
        value: Some("FORMAT"),
        env: &["FASTERAPI_LOG_FORMAT"],
        help: "Lines of the log as text or json [text]",
        set: |config, value| {
            config.log_format = match text(value)?.trim().to_ascii_lowercase().as_str() {
                "text" => LogFormat::Text,
                "json" => LogFormat::Json,
                _ => return Err("text or json".to_owned()),
            };
            Ok(())
        },
    },
    CliOption {
        name: "use-colors",
        value: None,
        env: &["FASTERAPI_USE_COLORS"],
        help: "Write the log in color [on a terminal]",
        set: |config, value| switch(value).map(|given| config.use_colors = Some(given)),
    },
];

/// The option that is read before all others.
pub(super) const ENV_FILE: &str = "env-file";

/// All options, in the order of the help.
pub(super) fn all() -> impl Iterator<Item = &'static CliOption> + Clone {
    OPTIONS.iter().chain(super::limits::LIMITS)
}

/// An option that may be given several times is set by all of them together: what the program had set makes way.
pub(super) fn make_way(option: &CliOption, config: &mut Config) {
    if option.name == "bind" {
        config.bind.clear();
    }
}
