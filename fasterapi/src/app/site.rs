//! [`Site`]: an app, compiled.

use std::sync::{Arc, OnceLock};

use http::HeaderValue;
use serde_json::Value;

use super::lifespan::Life;
use super::{Config, Operation};
use crate::metrics::Registry;
use crate::middleware::Middleware;
use crate::openapi::Document;
use crate::request::{Request, States};
use crate::response::{Pending, Response, json_bytes};
use crate::routing::{Link, Mount, Page, Table, UrlError, path_for};

/// An app that was built: immutable, shared by all workers and requests.
pub struct Site {
    pub(super) config: Config,
    pub(super) operations: Vec<Operation>,
    pub(super) table: Table,
    /// The routes of WebSockets, if there are any.
    #[cfg(feature = "websockets")]
    pub(super) websockets: Option<Table>,
    pub(super) mounts: Vec<Mount>,
    /// Those that answer for a host.
    pub(super) host_apps: Vec<Arc<Site>>,
    /// Prefixes, longest first, with the numbers of their operations.
    pub(super) frontends: Vec<(String, usize)>,
    pub(super) middleware: Vec<Middleware>,
    /// The header that has the name of a request, if a middleware gives it one.
    pub(super) request_id: Option<http::HeaderName>,
    /// A `Host` that was valid: clients of most apps all name the same.
    pub(super) host: OnceLock<HeaderValue>,
    pub(super) states: States,
    pub(super) life: Life,
    pub(super) document: Document,
    pub(super) root_path: Option<Arc<str>>,
    /// Whether the root path is put back into a path that lacks it: the server was told it, not the app.
    pub(super) restores_root_path: bool,
    /// What is still to be done after answers.
    pub(super) pending: Pending,
    /// Whether somebody watches its requests, whatever `tracing` says.
    pub(super) observed: bool,
    pub(super) metrics: Option<Arc<Registry>>,
    #[cfg(feature = "docs")]
    pub(super) docs: Option<crate::docs::DocsPages>,
}

impl std::fmt::Debug for Site {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Site({:?}, {} operations)", self.config.title, self.operations.len())
    }
}

impl Site {
    pub(crate) fn operations(&self) -> &[Operation] {
        &self.operations
    }

    pub(crate) fn operation(&self, number: usize) -> Option<&Operation> {
        self.operations.get(number)
    }

    /// Whether a handler or middleware of this app, or of one mounted here, may ask whether the client is still there.
    /// Looks at all routes.
    pub(crate) fn watches_clients(&self) -> bool {
        let takes_request = |middleware: &Middleware| matches!(middleware, Middleware::Async(_));
        self.middleware.iter().any(takes_request)
            || self.operations.iter().any(|operation| {
                let chain = &operation.middleware;
                operation.takes_request || chain.iter().any(|middleware| takes_request(middleware))
            })
            || self.mounts.iter().any(|mount| match mount.target.app() {
                Some(app) => app.watches_clients(),
                None => false,
            })
    }

    pub(crate) fn pending(&self) -> &Pending {
        &self.pending
    }

    pub(crate) fn config(&self) -> &Config {
        &self.config
    }

    /// The document, without a root path.
    pub fn document_value(&self) -> Value {
        self.document.value().clone()
    }

    /// The routes in the order they were declared: methods, path, name.
    pub fn routes(&self) -> impl Iterator<Item = (&[http::Method], &str, &str)> {
        self.operations
            .iter()
            .map(|op| (&op.methods[..], op.template.text(), op.name.as_str()))
    }

    /// The path of the route called `name`, without the root path; `mount:route` is a route of a mounted app, and the
    /// name of a mount itself takes a `path`.
    ///
    /// # Errors
    /// No route has that name, or the parameters are not those of its path.
    pub fn url_path_for(&self, name: &str, params: &[(&str, &str)]) -> Result<String, UrlError> {
        self.find_url_path(name, params)?.ok_or_else(|| UrlError::unknown(name))
    }

    /// As [`url_path_for`](Self::url_path_for); `None` when nothing has that name.
    pub(crate) fn find_url_path(&self, name: &str, params: &[(&str, &str)]) -> Result<Option<String>, UrlError> {
        let own = self
            .first_path(|op| op.name == name, name, params)
            .map(|path| path.map(Some));
        first_found(
            own.into_iter()
                .chain(self.mounts.iter().map(|mount| mount.url_path_for(name, params))),
        )
    }

    /// Whether a route or mount, or a route of a mounted app, has this name.
    pub(crate) fn knows_name(&self, name: &str) -> bool {
        self.operations.iter().any(|op| op.name == name) || self.mounts.iter().any(|mount| mount.knows_name(name))
    }

    fn knows_function(&self, link: &Link) -> bool {
        let own = self.operations.iter().any(|op| op.id == link.route);
        let mut apps = self.mounts.iter().filter_map(|mount| mount.target.app());
        own || apps.any(|app| app.knows_function(link))
    }

    /// The path of a route by its function, in this app or one mounted in it; `None` when it is in neither.
    pub(crate) fn find_link(&self, link: &Link) -> Result<Option<String>, UrlError> {
        let params: Vec<_> = link.params.iter().map(|(key, value)| (*key, value.as_str())).collect();
        self.find_function(link, &params)
    }

    fn find_function(&self, link: &Link, params: &[(&str, &str)]) -> Result<Option<String>, UrlError> {
        let own = self
            .first_path(|op| op.id == link.route, link.name, params)
            .map(|path| path.map(Some));
        let below = |mount: &Mount| {
            let Some(site) = mount.target.app().filter(|site| site.knows_function(link)) else {
                return Ok(None);
            };
            let (prefix, rest) = mount.prefix.fill(link.name, params)?;
            let path = site.find_function(link, &rest)?;
            Ok(path.map(|path| prefix + &path))
        };
        first_found(own.into_iter().chain(self.mounts.iter().map(below)))
    }

    /// The path of the first route that is meant and takes the parameters: a router may be included several times.
    fn first_path(
        &self,
        meant: impl Fn(&Operation) -> bool,
        name: &str,
        params: &[(&str, &str)],
    ) -> Option<Result<String, UrlError>> {
        let mut paths = self.operations.iter().filter(|op| meant(op));
        let first = path_for(&paths.next()?.template, name, params);
        if first.is_ok() {
            return Some(first);
        }
        let later = paths.find_map(|op| path_for(&op.template, name, params).ok());
        Some(later.map_or(first, Ok))
    }

    /// A page of the framework itself.
    pub(super) fn page(&self, page: Page, request: &Request) -> Option<Response> {
        match page {
            Page::OpenApi => {
                let in_servers = self.config.root_path_in_servers;
                let root_path = if in_servers { request.root_path() } else { "" };
                Some(json_bytes(self.document.with_root_path(root_path)))
            }
            #[cfg(feature = "docs")]
            Page::Docs => self
                .docs
                .as_ref()?
                .respond(request.route_path(), request.root_path(), request.headers()),
        }
    }
}

/// The first path that was found; if there is none, the first error.
fn first_found(found: impl Iterator<Item = Result<Option<String>, UrlError>>) -> Result<Option<String>, UrlError> {
    let mut first = Ok(None);
    for found in found {
        match found {
            Ok(Some(path)) => return Ok(Some(path)),
            Err(error) if first.is_ok() => first = Err(error),
            Ok(None) | Err(_) => {}
        }
    }
    first
}
