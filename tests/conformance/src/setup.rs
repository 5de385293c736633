//! How an app is started for its fixture: behind a trusted proxy, and with the root path its recording had.

use fasterapi::App;
use fasterapi::server::Config;

use crate::apps::Port;
use crate::fixture::{Fixture, RootPathStyle};

/// The app of `port`, as `fixture` was recorded. FastAPI's test client tells an app its root path and leaves the path
/// as it is; so does an app that knows its root path.
pub fn app(port: Port, fixture: &Fixture) -> App {
    let app = (port.app)();
    match (&fixture.server_root_path, fixture.server_root_path_style) {
        (Some(prefix), Some(RootPathStyle::Testclient)) => app.root_path(prefix),
        _ => app,
    }
}

/// The server that `fixture` was recorded with: it believes `X-Forwarded-Proto` from 127.0.0.1, as uvicorn does by
/// default, and knows its root path.
pub fn config(fixture: &Fixture) -> Config {
    let config = Config::new().forwarded_allow_ips("127.0.0.1");
    match &fixture.server_root_path {
        Some(prefix) => config.root_path(prefix),
        None => config,
    }
}
