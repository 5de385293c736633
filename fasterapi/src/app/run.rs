//! Running an app: `run()`, `serve()`, `into_service()`.

use std::future::pending;
use std::sync::Arc;

use super::{App, AppService, BuildError, Site};
use crate::lifespan::LifespanError;
use crate::metrics::OpenConnection;
use crate::middleware::{DefaultHeaders, IntoMiddleware, ProxyHeaders};
use crate::request::{Client, Connection, Hangup, Via};
use crate::server::{self, Banner, Config, Foreground, Listener, MakeService};

/// The exit code of a program whose app does not start: uvicorn's.
const STARTUP_FAILURE: i32 = 3;

impl App {
    /// Serves the app as the command line and the environment say, until SIGTERM or Ctrl-C, and finishes what is in
    /// flight. `openapi` and `routes` as the first argument print the document and the routes instead.
    ///
    /// One single-threaded runtime runs per worker (`--workers`); 127.0.0.1:8000 is the default address. A
    /// [`lifespan`](Self::lifespan) that does not start ends the program with code 3.
    ///
    /// # Errors
    /// The app cannot be built or does not stop as it should, or the address cannot be listened to.
    pub fn run(self) -> crate::Result<()> {
        self.run_with(Config::new())
    }

    /// As [`run`](Self::run), with other defaults than those of [`Config::new`].
    ///
    /// # Errors
    /// The app cannot be built or does not stop as it should, or the address cannot be listened to.
    #[cfg(not(feature = "cli"))]
    pub fn run_with(self, config: Config) -> crate::Result<()> {
        self.listen(config)
    }

    /// As [`run`](Self::run), with other defaults than those of [`Config::new`]; command line and environment win.
    ///
    /// # Errors
    /// The app cannot be built or does not stop as it should, or the address cannot be listened to.
    #[cfg(feature = "cli")]
    pub fn run_with(self, config: Config) -> crate::Result<()> {
        crate::cli::run(self, config)
    }

    /// Listens and serves, with this configuration alone.
    pub(crate) fn listen(self, config: Config) -> crate::Result<()> {
        config.set_up_log()?;
        let foreground = Foreground::begin()?;
        let site = self.into_site_with(&config)?;
        let banner = Banner { docs: site.docs_path() };
        let pending = site.pending().clone();
        let starting = Arc::clone(&site);
        let make = connections(site);
        let start = async { starting.start_up().await };
        let outcome = server::run(foreground, &config, &banner, make, &pending, start);
        if let Err(error) = &outcome
            && error.downcast_ref().is_some_and(LifespanError::is_startup)
        {
            server::log(server::Level::Critical, error);
            std::process::exit(STARTUP_FAILURE)
        }
        outcome
    }

    /// Serves the app on the caller's own runtime until the future is dropped.
    ///
    /// # Errors
    /// The app cannot be built, does not start or stop, or the listener fails.
    pub async fn serve(self, listener: impl Into<Listener>) -> crate::Result<()> {
        self.serve_until(listener, pending()).await
    }

    /// As [`serve`](Self::serve), until `stop` is done; then finishes what is in flight.
    ///
    /// # Errors
    /// The app cannot be built, does not start or stop, or the listener fails.
    pub async fn serve_until(self, listener: impl Into<Listener>, stop: impl Future<Output = ()>) -> crate::Result<()> {
        self.serve_with(listener, Config::new(), stop).await
    }

    /// As [`serve_until`](Self::serve_until), with the timeouts, limits, root path, trusted proxies and PROXY
    /// protocol of `config`. Its address and workers are not used: the listener and the runtime are the caller's.
    ///
    /// # Errors
    /// The app cannot be built, does not start or stop, or the listener fails.
    pub async fn serve_with(
        self,
        listener: impl Into<Listener>,
        config: Config,
        stop: impl Future<Output = ()>,
    ) -> crate::Result<()> {
        let site = self.into_site_with(&config)?;
        let pending = site.pending().clone();
        let starting = Arc::clone(&site);
        let make = connections(site);
        server::serve(listener.into(), &config, make, &pending, starting.start_up(), stop).await
    }

    /// The app as a `tower::Service` over [`http::Request`], for a stack of one's own.
    ///
    /// # Errors
    /// What [`build`](Self::build) reports.
    pub fn into_service(self) -> Result<AppService, BuildError> {
        self.build()
    }

    /// As [`into_service`](Self::into_service), with the root path, trusted proxies and limits of
    /// requests of `config`.
    ///
    /// # Errors
    /// What [`build`](Self::build) reports, a proxy that is no address, a limit that is out of its range.
    pub fn into_service_with(self, config: &Config) -> crate::Result<AppService> {
        Ok(AppService::new(self.into_site_with(config)?, Client::Unknown))
    }

    fn into_site_with(mut self, config: &Config) -> crate::Result<Arc<Site>> {
        config.check()?;
        self.config.limit(&config.limits);
        if let Some(trusted) = &config.forwarded_allow_ips {
            let trusted = trusted.split(',').map(str::trim).filter(|entry| !entry.is_empty());
            // behind those of the program, which may read more than client and scheme
            let proxies = ProxyHeaders::trust(trusted)?.into_middleware();
            self.middleware.insert(0, proxies);
        }
        if let Some(headers) = DefaultHeaders::of(config)? {
            // around all that the program has
            self.middleware.push(headers.into_middleware());
        }
        self.config.access_log = config.access_log;
        Ok(self.into_site_behind(config.root_path.as_deref())?)
    }
}

/// Makes the service of each connection, and how its end is told, where a handler may ask.
fn connections(site: Arc<Site>) -> impl MakeService<Service = AppService> {
    let is_watched = site.watches_clients();
    move |client: Client, via: Via| {
        let hangup = is_watched.then(Hangup::default);
        let connection = Connection {
            via,
            hangup: hangup.clone(),
            open: site.metrics.as_ref().map(OpenConnection::new),
        };
        (AppService::new(Arc::clone(&site), client).over(connection), hangup)
    }
}

impl Site {
    /// The path of Swagger UI, root path included, when there is one.
    fn docs_path(&self) -> Option<String> {
        let config = self.config();
        config.openapi_url.as_ref()?;
        let docs = config.docs_url.as_ref()?;
        Some(format!("{}{docs}", self.root_path.as_deref().unwrap_or("")))
    }
}
