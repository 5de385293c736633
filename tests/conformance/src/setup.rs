//! How an app is started for its fixture: behind a trusted proxy, and with the root path its recording had.

use fasterapi::server::Config;

use crate::fixture::Fixture;

/// The server that `fixture` was recorded with: it believes `X-Forwarded-Proto` from 127.0.0.1, as uvicorn does by
/// default, and knows its root path.
pub fn config(fixture: &Fixture) -> Config {
    let config = Config::new().forwarded_allow_ips("127.0.0.1");
    match &fixture.server_root_path {
        Some(prefix) => config.root_path(prefix),
        None => config,
    }
}
