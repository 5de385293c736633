//! [`Cors`]: lets the pages of other origins read the answers.

mod origins;
mod plan;

use std::time::Duration;

use self::plan::Plan;
use super::IntoMiddleware;
use super::chain::{Middleware, ReadyMade};

/// Lets the pages of other origins call the app from a browser: cross-origin resource sharing.
///
/// Nothing is allowed until it is named. Preflight requests are answered here, whatever the path; 200 or 400 with what
/// was not allowed. All other answers, errors too, get their headers. What is wrong with the configuration is told by
/// [`App::build`](crate::App::build).
///
/// ```
/// use fasterapi::App;
/// use fasterapi::middleware::Cors;
///
/// let cors = Cors::new()
///     .allow_origins(["https://shop.example", "http://localhost:3000"])
///     .allow_methods(["GET", "POST"])
///     .allow_headers(["X-Token"])
///     .allow_credentials(true);
/// let app = App::new().middleware(cors).build().unwrap();
/// ```
#[derive(Debug, Clone)]
#[must_use]
pub struct Cors {
    origins: Vec<String>,
    origin_regex: Option<String>,
    methods: Vec<String>,
    headers: Vec<String>,
    expose: Vec<String>,
    credentials: bool,
    mirror: bool,
    private_network: bool,
    max_age: Duration,
}

impl Default for Cors {
    fn default() -> Self {
        Self::new()
    }
}

impl Cors {
    /// No origin, the method GET, the headers every page may send, no credentials, preflights kept for 10 minutes.
    pub fn new() -> Self {
        Self {
            origins: Vec::new(),
            origin_regex: None,
            methods: vec!["GET".to_owned()],
            headers: Vec::new(),
            expose: Vec::new(),
            credentials: false,
            mirror: false,
            private_network: false,
            max_age: Duration::from_secs(600),
        }
    }

    /// The origins whose pages may call, such as `https://shop.example`; `*` for all.
    pub fn allow_origins<T: Into<String>>(mut self, origins: impl IntoIterator<Item = T>) -> Self {
        self.origins = strings(origins);
        self
    }

    /// Allows the origins that this regular expression matches as a whole too.
    pub fn allow_origin_regex(mut self, pattern: impl Into<String>) -> Self {
        self.origin_regex = Some(pattern.into());
        self
    }

    /// The methods that may be used; `*` for the common ones.
    pub fn allow_methods<T: Into<String>>(mut self, methods: impl IntoIterator<Item = T>) -> Self {
        self.methods = strings(methods);
        self
    }

    /// The headers that may be sent besides `Accept`, `Accept-Language`, `Content-Language` and `Content-Type`; `*` for
    /// all.
    pub fn allow_headers<T: Into<String>>(mut self, headers: impl IntoIterator<Item = T>) -> Self {
        self.headers = strings(headers);
        self
    }

    /// The headers of the answer that a page may read, besides those that it always may.
    pub fn expose_headers<T: Into<String>>(mut self, headers: impl IntoIterator<Item = T>) -> Self {
        self.expose = strings(headers);
        self
    }

    /// Whether cookies and authorization may be sent; false by default. Not together with the origin `*`, see
    /// [`mirror_origin`](Self::mirror_origin).
    pub fn allow_credentials(mut self, allow: bool) -> Self {
        self.credentials = allow;
        self
    }

    /// Allows every origin with credentials, by answering each with its own name. Any site that a user visits may then
    /// act as that user: only for an app whose credentials protect nothing.
    pub fn mirror_origin(mut self) -> Self {
        self.origins = vec!["*".to_owned()];
        self.mirror = true;
        self.allow_credentials(true)
    }

    /// Whether pages of public addresses may call an app in a private network; false by default.
    pub fn allow_private_network(mut self, allow: bool) -> Self {
        self.private_network = allow;
        self
    }

    /// How long a browser may keep the answer to a preflight; 10 minutes by default, told in whole seconds.
    pub fn max_age(mut self, age: Duration) -> Self {
        self.max_age = age;
        self
    }
}

fn strings<T: Into<String>>(items: impl IntoIterator<Item = T>) -> Vec<String> {
    items.into_iter().map(Into::into).collect()
}

impl IntoMiddleware<ReadyMade> for Cors {
    fn into_middleware(self) -> Result<Middleware, String> {
        Plan::new(self).map(Middleware::hook)
    }
}
