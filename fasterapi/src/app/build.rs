//! `build()`: checks everything about an app once, and compiles it into a [`Site`].

use std::sync::{Arc, OnceLock};

use super::app::PlannedMount;
use super::hosts::Hosts;
use super::lifespan::Life;
use super::plan::{Plan, UniqueId};
use super::{App, AppService, BuildError, Site};
use crate::handler::Callback;
use crate::http::watch_panics;
use crate::middleware::Middleware;
use crate::openapi::{self, DocumentSpec, OperationSpec};
use crate::request::Client;
use crate::response::Pending;
use crate::routing::{FlatRoute, Mount, Page, Prefix, TableBuilder, Target, Template, flatten};

impl App {
    /// Checks the app and compiles it. `run` and `serve` do this themselves.
    ///
    /// # Errors
    /// One sentence for each thing that is wrong: two routes that cannot be told apart, a missing `State<T>`, a
    /// pattern that does not compile, a prefix or path that is none, …
    pub fn build(self) -> Result<AppService, BuildError> {
        Ok(AppService::new(self.into_site()?, Client::Unknown))
    }

    pub(crate) fn into_site(self) -> Result<Arc<Site>, BuildError> {
        self.into_site_behind(None)
    }

    /// As [`build`](Self::build), for a server that was told its root path.
    pub(crate) fn into_site_behind(mut self, server_root_path: Option<&str>) -> Result<Arc<Site>, BuildError> {
        let mut problems = std::mem::take(&mut self.problems);
        let mut table = TableBuilder::default();
        #[cfg(feature = "websockets")]
        let mut websockets: Option<TableBuilder> = None;
        let unique_id = self.router.unique_id();
        let routes = flatten(std::mem::take(&mut self.router), &mut problems);
        let mut operations = Vec::with_capacity(routes.len());
        let mut specs = Vec::with_capacity(routes.len());
        let mut frontends: Vec<(String, usize)> = Vec::new();
        for mut flat in routes {
            let frontend = flat.frontend.take();
            let is_fallback = flat.is_fallback;
            let label = label(&flat);
            let template = match Template::parse(&flat.route.attributes.path) {
                Ok(template) => template,
                Err(problem) => {
                    problems.push(format!("{problem} ({label})"));
                    continue;
                }
            };
            let overrides = (!self.overrides.is_empty()).then_some(&self.overrides);
            let mut plan = Plan::new(&flat, &template, overrides);
            plan.check(&self, &label, &mut problems);
            plan.take_middleware(&flat, &mut problems);
            let mut methods = flat.route.attributes.methods.clone();
            if self.config.head_for_get
                && methods.contains(&http::Method::GET)
                && !methods.contains(&http::Method::HEAD)
            {
                methods.push(http::Method::HEAD);
            }
            let number = operations.len();
            let attributes = &flat.route.attributes.inherited;
            let callbacks = attributes.callbacks.iter();
            let callbacks = callbacks.map(|callback| Plan::of_document(callback, attributes.unique_id));
            let callbacks = sound(callbacks, &label, &mut problems);
            // The document shows the route as it is written.
            let written =
                overrides.map(|_| Plan::new(&flat, &template, None).finish(0, flat.clone(), template.clone()));
            let (mut operation, spec) = plan.finish(self.config.max_body_size, flat, template.clone());
            let mut spec = written.map_or(spec, |(_, spec)| spec);
            #[cfg(feature = "websockets")]
            if spec.attributes.websocket {
                let table = websockets.get_or_insert_default();
                table.add(
                    template,
                    vec![super::websockets::method()],
                    Target::Operation(number),
                    label,
                );
                operations.push(operation);
                continue;
            }
            if is_fallback {
                frontends.push((template.text().trim_end_matches('/').to_owned(), number));
            } else if let Some(frontend) = frontend {
                let prefix = template.text().trim_end_matches('/').to_owned();
                match frontend.compile() {
                    Ok(files) => operation.frontend = Some((Arc::new(files), prefix.len())),
                    Err(error) => problems.extend(error.problems().iter().cloned()),
                }
                frontends.push((prefix, number));
            } else {
                spec.callbacks = callbacks;
                let target = if operation.middleware.is_empty() {
                    Target::Operation(number)
                } else {
                    Target::Wrapped(number)
                };
                table.add(template, methods, target, label);
                specs.push(spec);
            }
            operations.push(operation);
        }
        frontends.sort_by_key(|(prefix, _)| std::cmp::Reverse(prefix.len()));
        self.add_pages(&mut table);
        let root_path = self.config.root_path.clone().filter(|path| !path.is_empty());
        let restores_root_path = root_path.is_none();
        let root_path = root_path
            .as_deref()
            .or(server_root_path)
            .map(|path| path.trim_end_matches('/'));
        let root_path = root_path.filter(|path| !path.is_empty());
        if let Some(path) = root_path.filter(|path| !is_prefix(path)) {
            problems.push(format!("the root path {path:?} must be a path such as \"/api/v1\""));
        }
        let root_path = root_path.map(Arc::from);
        problems.extend(self.config.links_that_run());
        for name in self.hooks.yielded_twice(&self.states) {
            problems.push(format!(
                "a lifespan yields State<{name}>, which the app has already; give one of them a type of its own"
            ));
        }
        let mounts = self.take_mounts(&mut problems);
        if mounts
            .iter()
            .filter_map(|mount| mount.target.app())
            .any(|app| app.metrics.is_some())
        {
            problems.push("a mounted app has metrics; ask the outermost app for them, which counts for all".to_owned());
        }
        if let Some(metrics) = &self.metrics {
            metrics.set_routes(operations.len());
        }
        let hosts = Hosts::new(std::mem::take(&mut self.hosts), &mut problems);
        let pending = Pending::with(
            mounts
                .iter()
                .filter_map(|mount| mount.target.app())
                .chain(hosts.apps())
                .map(|app| app.pending().clone()),
        );
        let mut middleware = self.take_middleware(&mut problems);
        let host_apps: Vec<Arc<Site>> = hosts.apps().cloned().collect();
        if !hosts.is_empty() {
            middleware.push(Middleware::Async(Box::new(hosts)));
        }
        let mut error_handlers = std::mem::take(&mut self.error_handlers);
        if self.config.debug {
            watch_panics();
            error_handlers.show_errors();
        }
        let request_id = middleware.iter().find_map(Middleware::request_id).cloned();
        if !error_handlers.is_empty() {
            middleware.push(Middleware::Errors(Arc::new(error_handlers)));
        }
        let table = table.build(&mut problems);
        #[cfg(feature = "websockets")]
        let websockets = websockets.map(|table| {
            problems.extend(self.config.websockets.problem().map(str::to_owned));
            table.build(&mut problems)
        });
        let webhooks = self.take_webhooks(unique_id, &mut problems);
        let document = match openapi::document(self.document_spec(), specs, webhooks) {
            Ok(document) if problems.is_empty() => document,
            Ok(_) => return Err(BuildError::new(problems)),
            Err(found) => return Err(BuildError::new([problems, found].concat())),
        };
        let document = document.modified(std::mem::take(&mut self.document_hooks));
        Ok(Arc::new(Site {
            #[cfg(feature = "docs")]
            docs: self.docs_pages(),
            observed: self.config.access_log || self.metrics.is_some(),
            metrics: self.metrics,
            config: self.config,
            operations,
            table,
            #[cfg(feature = "websockets")]
            websockets,
            mounts,
            host_apps,
            frontends,
            middleware,
            request_id,
            host: OnceLock::new(),
            states: self.states,
            life: Life::new(self.hooks),
            document,
            root_path,
            restores_root_path,
            pending,
        }))
    }

    fn take_webhooks(&mut self, unique_id: Option<UniqueId>, problems: &mut Vec<String>) -> Vec<OperationSpec> {
        let flat = flatten(std::mem::take(&mut self.webhooks), problems).into_iter();
        let specs = flat.map(|flat| Plan::of_document(&Callback::from(*flat.route), unique_id));
        sound(specs, "a webhook", problems)
    }

    fn take_mounts(&mut self, problems: &mut Vec<String>) -> Vec<Mount> {
        let mut mounts = Vec::new();
        for PlannedMount { prefix, name, target } in std::mem::take(&mut self.mounts) {
            match (Prefix::parse(&prefix), target) {
                (Ok(prefix), Ok(target)) => mounts.push(Mount { prefix, name, target }),
                (Err(problem), _) => problems.push(problem),
                (_, Err(error)) => {
                    problems.extend(error.problems().iter().map(|p| format!("in the mount {prefix:?}: {p}")));
                }
            }
        }
        mounts
    }

    /// The chain, outermost first.
    fn take_middleware(&mut self, problems: &mut Vec<String>) -> Vec<Middleware> {
        let mut chain = Vec::new();
        for middleware in std::mem::take(&mut self.middleware).into_iter().rev() {
            match middleware {
                Ok(middleware) => chain.push(middleware),
                Err(problem) => problems.push(problem),
            }
        }
        chain.sort_by_key(|middleware| !matches!(middleware, Middleware::Front(_)));
        chain
    }

    fn document_spec(&self) -> DocumentSpec {
        let config = self.config.clone();
        DocumentSpec {
            title: config.title,
            version: config.version,
            summary: config.summary,
            description: config.description,
            terms_of_service: config.terms_of_service,
            contact: config.contact,
            license_info: config.license_info,
            tags: config.openapi_tags,
            servers: config.servers,
            external_docs: config.external_docs,
            openapi_version: config.openapi_version,
            separate_input_output_schemas: config.separate_input_output_schemas,
        }
    }

    fn add_pages(&self, table: &mut TableBuilder) {
        let methods = vec![http::Method::GET, http::Method::HEAD];
        let mut add = |path: &str, page| {
            if let Ok(template) = Template::parse(path) {
                table.add(
                    template,
                    methods.clone(),
                    Target::Page(page),
                    format!("fasterapi's own page {path}"),
                );
            }
        };
        let Some(url) = &self.config.openapi_url else { return };
        add(url, Page::OpenApi);
        #[cfg(feature = "docs")]
        if let Some(docs) = self.docs_pages() {
            docs.paths().for_each(|path| add(path, Page::Docs));
        }
    }

    #[cfg(feature = "docs")]
    fn docs_pages(&self) -> Option<crate::docs::DocsPages> {
        let config = &self.config;
        Some(crate::docs::DocsPages::new(&crate::docs::DocsConfig {
            openapi_url: Some(config.openapi_url.clone()?),
            docs_url: config.docs_url.clone(),
            redoc_url: config.redoc_url.clone(),
            swagger_ui_oauth2_redirect_url: config.oauth2_redirect_url.clone(),
            swagger_ui_parameters: config.swagger_ui_parameters.clone(),
            swagger_ui_init_oauth: config.swagger_ui_init_oauth.clone(),
            assets: config.docs_assets.clone(),
            title: config.title.clone(),
        }))
    }
}

/// The results that are none of the problems.
fn sound<T>(results: impl Iterator<Item = Result<T, String>>, place: &str, problems: &mut Vec<String>) -> Vec<T> {
    let sort = |result: Result<T, String>| {
        result
            .map_err(|problem| problems.push(format!("{problem} ({place})")))
            .ok()
    };
    results.filter_map(sort).collect()
}

fn is_prefix(path: &str) -> bool {
    path.starts_with('/') && !path.contains("//") && !path.contains(['?', '#', ' ', '{', '}']) && path.is_ascii()
}

fn label(flat: &FlatRoute) -> String {
    let attributes = &flat.route.attributes;
    let (module, file, line) = attributes.location;
    format!("{module}::{} ({file}:{line})", attributes.name)
}
