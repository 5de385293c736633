//! [`Site`]: an app, compiled.

use std::sync::Arc;

use serde_json::Value;

use super::lifespan::Life;
use super::{Config, Operation};
use crate::middleware::Middleware;
use crate::openapi::Document;
use crate::request::{Request, States};
use crate::response::{Pending, Response, json_bytes};
use crate::routing::{Mount, Page, Table, UrlError, path_for};

/// An app that was built: immutable, shared by all workers and requests.
pub struct Site {
    pub(super) config: Config,
    pub(super) operations: Vec<Operation>,
    pub(super) table: Table,
    pub(super) mounts: Vec<Mount>,
    /// Prefixes, longest first, with the numbers of their operations.
    pub(super) frontends: Vec<(String, usize)>,
    pub(super) middleware: Vec<Middleware>,
    /// The header that has the name of a request, if a middleware gives it one.
    pub(super) request_id: Option<http::HeaderName>,
    pub(super) states: States,
    pub(super) life: Life,
    pub(super) document: Document,
    pub(super) root_path: Option<Arc<str>>,
    /// Whether the root path is put back into a path that lacks it: the server was told it, not the app.
    pub(super) restores_root_path: bool,
    /// What is still to be done after answers.
    pub(super) pending: Pending,
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

    /// The path of the route called `name`, without the root path.
    ///
    /// # Errors
    /// No route has that name, or the parameters are not those of its path.
    pub fn url_path_for(&self, name: &str, params: &[(&str, &str)]) -> Result<String, UrlError> {
        let operation = self
            .operations
            .iter()
            .find(|op| op.name == name)
            .ok_or_else(|| UrlError::unknown(name))?;
        path_for(&operation.template, name, params)
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
