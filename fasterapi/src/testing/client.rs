//! [`TestClient`].

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use http::{HeaderMap, HeaderName, HeaderValue, Method};

use super::RequestBuilder;
use super::blocking::Blocking;
use super::cookies::Jar;
use crate::app::{App, AppService, BuildError};
use crate::request::Client;
use crate::server::Config;

/// Talks to an app in process: Starlette's `TestClient`.
///
/// Cookies are kept between requests, in the client and all its clones. Redirects are only followed, and unexpected errors
/// only raised, when asked for: a test sees what the app answered.
#[derive(Debug, Clone)]
pub struct TestClient {
    pub(super) service: AppService,
    pub(super) scheme: &'static str,
    pub(super) authority: String,
    pub(super) headers: HeaderMap,
    pub(super) follow_redirects: bool,
    pub(super) raise_server_errors: bool,
    keep_cookies: bool,
    jar: Arc<Mutex<Jar>>,
    blocking: Arc<Blocking>,
}

impl TestClient {
    /// A client of this app, at `http://testserver`.
    ///
    /// # Errors
    /// The app cannot be built.
    pub fn new(app: App) -> Result<Self, BuildError> {
        Ok(Self::of(app.build()?))
    }

    /// A client of an app that is built already.
    pub fn of(service: AppService) -> Self {
        Self {
            service,
            scheme: "http",
            authority: "testserver".to_owned(),
            headers: HeaderMap::new(),
            follow_redirects: false,
            raise_server_errors: false,
            keep_cookies: true,
            jar: Arc::default(),
            blocking: Arc::default(),
        }
    }

    /// A client of this app behind a server with this configuration: its root path, and the proxies it trusts.
    ///
    /// # Errors
    /// The app cannot be built, or a proxy is no address.
    pub fn with_config(app: App, config: &Config) -> crate::Result<Self> {
        Ok(Self::of(app.into_service_with(config)?))
    }

    /// Where the app seems to be, such as `https://api.example:8443`.
    ///
    /// # Panics
    /// When this is not a scheme and an authority.
    #[must_use]
    pub fn base_url(mut self, url: &str) -> Self {
        let (scheme, authority) = url
            .split_once("://")
            .unwrap_or_else(|| panic!("{url:?} is not a base url"));
        self.scheme = if scheme == "https" { "https" } else { "http" };
        self.authority = authority.trim_end_matches('/').to_owned();
        self
    }

    /// Who the requests seem to come from; nobody known by default.
    #[must_use]
    pub fn client(mut self, client: Client) -> Self {
        self.service = self.service.for_client(client);
        self
    }

    /// Whether redirects are followed, to at most 20 places; `false` by default.
    #[must_use]
    pub fn follow_redirects(mut self, follow: bool) -> Self {
        self.follow_redirects = follow;
        self
    }

    /// Whether an error that nobody expected, or a panic of a handler, is raised in the test with its text, instead of being
    /// answered with 500; `false` by default. One that the app has a handler for is an answer either way.
    #[must_use]
    pub fn raise_server_errors(mut self, raise: bool) -> Self {
        self.raise_server_errors = raise;
        self
    }

    /// Whether cookies that answers set are sent with later requests; `true` by default.
    #[must_use]
    pub fn keep_cookies(mut self, keep: bool) -> Self {
        self.keep_cookies = keep;
        self
    }

    /// A cookie of every request, until an answer sets it anew.
    #[must_use]
    pub fn cookie(self, name: &str, value: &str) -> Self {
        self.jar().put(name, value);
        self
    }

    /// The value of a cookie that is kept.
    pub fn kept_cookie(&self, name: &str) -> Option<String> {
        self.jar().get(name).map(str::to_owned)
    }

    /// Forgets all cookies.
    pub fn forget_cookies(&self) {
        self.jar().clear();
    }

    pub(super) fn jar(&self) -> MutexGuard<'_, Jar> {
        self.jar.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn keeps_cookies(&self) -> bool {
        self.keep_cookies
    }

    /// A header of every request.
    ///
    /// # Panics
    /// When HTTP does not allow the name or value.
    #[must_use]
    pub fn header(mut self, name: &str, value: &str) -> Self {
        let name = HeaderName::try_from(name).unwrap_or_else(|_| panic!("{name:?} is not a header name"));
        let value = HeaderValue::try_from(value).unwrap_or_else(|_| panic!("{value:?} is not a header value"));
        self.headers.append(name, value);
        self
    }

    /// A request; `path` is sent as it is, percent encoding included.
    pub fn request(&self, method: Method, path: &str) -> RequestBuilder {
        RequestBuilder::new(self.clone(), method, path)
    }

    /// A GET request.
    pub fn get(&self, path: &str) -> RequestBuilder {
        self.request(Method::GET, path)
    }

    /// A POST request.
    pub fn post(&self, path: &str) -> RequestBuilder {
        self.request(Method::POST, path)
    }

    /// A PUT request.
    pub fn put(&self, path: &str) -> RequestBuilder {
        self.request(Method::PUT, path)
    }

    /// A PATCH request.
    pub fn patch(&self, path: &str) -> RequestBuilder {
        self.request(Method::PATCH, path)
    }

    /// A DELETE request.
    pub fn delete(&self, path: &str) -> RequestBuilder {
        self.request(Method::DELETE, path)
    }

    /// A HEAD request.
    pub fn head(&self, path: &str) -> RequestBuilder {
        self.request(Method::HEAD, path)
    }

    /// An OPTIONS request.
    pub fn options(&self, path: &str) -> RequestBuilder {
        self.request(Method::OPTIONS, path)
    }

    /// A TRACE request.
    pub fn trace(&self, path: &str) -> RequestBuilder {
        self.request(Method::TRACE, path)
    }

    pub(super) fn block_on<F: Future>(&self, future: F) -> F::Output {
        self.blocking.block_on(future)
    }
}
