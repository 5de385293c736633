//! How an app is started for its fixture: behind a trusted proxy, and with the root path its recording had.

use fasterapi::App;
use fasterapi::app::AppService;
use fasterapi::middleware::ProxyHeaders;

use crate::fixture::Fixture;

/// `app` as the recorded one ran: `X-Forwarded-Proto` from 127.0.0.1 is believed, as uvicorn does by default.
///
/// # Errors
/// When the app cannot be built.
pub fn behind_proxy(app: App) -> Result<App, String> {
    let proxies = ProxyHeaders::trust(["127.0.0.1"]).map_err(|error| error.to_string())?;
    Ok(app.middleware(proxies))
}

/// The service of `app`, with the server's root path of `fixture`.
///
/// # Errors
/// When the app cannot be built.
pub fn for_fixture(app: App, fixture: &Fixture) -> Result<AppService, String> {
    let service = behind_proxy(app)?.into_service().map_err(|error| error.to_string())?;
    Ok(match &fixture.server_root_path {
        Some(prefix) => service.root_path(prefix),
        None => service,
    })
}
