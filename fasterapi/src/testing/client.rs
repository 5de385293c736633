//! [`TestClient`].

use std::sync::Arc;

use http::{HeaderMap, HeaderName, HeaderValue, Method};

use super::RequestBuilder;
use super::blocking::Blocking;
use crate::app::{App, AppService, BuildError};
use crate::request::Client;

/// Talks to an app in process. Cookies are not kept, and redirects only followed when asked for.
#[derive(Debug, Clone)]
pub struct TestClient {
    pub(super) service: AppService,
    pub(super) scheme: &'static str,
    pub(super) authority: String,
    pub(super) headers: HeaderMap,
    pub(super) follow_redirects: bool,
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
            blocking: Arc::default(),
        }
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
