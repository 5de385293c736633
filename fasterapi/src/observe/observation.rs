//! [`Observation`]: what is noted of one request on its way.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use http::{Method, Uri, Version};
use tracing::Span;

use super::{access_log, span};
use crate::app::Site;
use crate::logging::Target;
use crate::request::{Client, Request};
use crate::response::Response;

/// What is known of a request from its beginning, and what is noted of it on its way.
#[derive(Debug)]
pub(crate) struct Observation {
    started: Instant,
    pub(super) method: Method,
    pub(super) uri: Uri,
    pub(super) version: Version,
    pub(super) websocket: bool,
    span: Span,
    noted: Mutex<Noted>,
}

/// What middleware and routing find out.
#[derive(Debug, Default)]
pub(super) struct Noted {
    /// Who sent it; behind a trusted proxy, who the proxy says.
    pub(super) client: Client,
    /// The name that a middleware gave it.
    pub(super) id: Option<Box<str>>,
    /// The prefixes of the mounts on its way.
    mounts: String,
    /// The route that was found, and its app.
    matched: Option<(Arc<Site>, usize)>,
}

impl Noted {
    /// The path of the route, or of the mount, with parameters in braces.
    pub(super) fn route(&self) -> Option<String> {
        let operation = self.matched.as_ref().and_then(|(site, number)| site.operation(*number));
        match operation {
            Some(operation) => Some(format!("{}{}", self.mounts, operation.template.text())),
            None if self.mounts.is_empty() => None,
            None => Some(self.mounts.clone()),
        }
    }
}

impl Observation {
    /// Begins to watch a request that has just arrived.
    pub(crate) fn new(request: &Request) -> Self {
        #[cfg(feature = "websockets")]
        let websocket = request.is_websocket();
        #[cfg(not(feature = "websockets"))]
        let websocket = false;
        Self {
            started: Instant::now(),
            method: request.method().clone(),
            uri: request.uri().clone(),
            version: request.version(),
            websocket,
            span: span::of(request),
            noted: Mutex::new(Noted {
                client: request.client(),
                ..Noted::default()
            }),
        }
    }

    /// Watches the refusal of a request that never becomes one.
    pub(crate) fn of_refused<B>(request: &http::Request<B>, client: Client) -> Self {
        Self {
            started: Instant::now(),
            method: request.method().clone(),
            uri: request.uri().clone(),
            version: request.version(),
            websocket: false,
            span: Span::none(),
            noted: Mutex::new(Noted {
                client,
                ..Noted::default()
            }),
        }
    }

    fn noted(&self) -> MutexGuard<'_, Noted> {
        self.noted.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The span of the request; none where nobody listens.
    pub(crate) fn span(&self) -> &Span {
        &self.span
    }

    pub(crate) fn method(&self) -> &Method {
        &self.method
    }

    /// How long it has been watched.
    pub(crate) fn elapsed(&self) -> Duration {
        self.started.elapsed()
    }

    /// Calls `look` with the route that was found, and with what tells its path, or that of the mount it went to.
    pub(crate) fn with_route(&self, look: impl FnOnce(Option<(&Arc<Site>, usize)>, &dyn Fn() -> Option<String>)) {
        let noted = self.noted();
        let matched = noted.matched.as_ref().map(|(site, number)| (site, *number));
        look(matched, &|| noted.route());
    }

    /// Path and query as they arrived.
    pub(super) fn target(&self) -> &str {
        self.uri.path_and_query().map_or("*", |target| target.as_str())
    }

    /// A trusted proxy says that this is the client.
    #[cold]
    pub(crate) fn client(&self, client: Client) {
        self.noted().client = client;
        self.span.record("client.address", span::address(client));
    }

    /// A middleware has given the request this name.
    #[cold]
    pub(crate) fn name(&self, id: &str) {
        self.span.record("request_id", id);
        self.noted().id = Some(id.into());
    }

    /// It goes to what is mounted at this prefix.
    #[cold]
    pub(crate) fn mounted(&self, prefix: &str) {
        self.noted().mounts.push_str(prefix);
    }

    /// Its route was found.
    #[cold]
    pub(crate) fn matched(&self, site: &Arc<Site>, number: usize) {
        let mut noted = self.noted();
        noted.matched = Some((Arc::clone(site), number));
        if self.span.is_disabled() {
            return;
        }
        let Some(route) = noted.route() else { return };
        self.span.record(
            "otel.name",
            tracing::field::display(format_args!("{} {route}", self.method)),
        );
        self.span.record("http.route", route);
        if let Some(operation) = site.operation(number) {
            self.span.record("code.function.name", operation.endpoint().function());
        }
    }

    /// The answer is about to leave. To be called within the span.
    pub(crate) fn answered(&self, site: &Site, response: &mut Response) {
        let noted = self.noted();
        if response.body().is_failure() {
            if let Some((site, number)) = &noted.matched
                && let Some(operation) = site.operation(*number)
            {
                response.body.place_failure(|| operation.endpoint());
            }
            response.body.tell_failure(|| match &noted.id {
                Some(id) => format!("{id} {} {:?}", self.method, self.path()),
                None => format!("{} {:?}", self.method, self.path()),
            });
        }
        let status = response.status_code();
        let milliseconds = (self.started.elapsed().as_secs_f64() * 1_000_000.0).round() / 1000.0;
        if !self.span.is_disabled() {
            self.span.record("http.response.status_code", status.as_u16());
            self.span.record("duration_ms", milliseconds);
            if status.is_server_error() {
                self.span.record("otel.status_code", "ERROR");
            }
        }
        if site.config().access_log {
            access_log::write(self, &noted, status, milliseconds);
        }
    }

    /// The path with percent encoding as it arrived.
    fn path(&self) -> String {
        Target(self.uri.path()).to_string()
    }
}
