//! `build()`: checks everything about an app once, and compiles it into a [`Site`].

use std::any::TypeId;
use std::collections::HashMap;
use std::sync::Arc;

use super::operation::{BodyUse, SizeHint};
use super::{App, AppService, BuildError, Operation, Site};
use crate::dependency::Guard;
use crate::handler::{Description, Encoding, ParamUse, SecurityUse};
use crate::middleware::Middleware;
use crate::openapi::{self, DocumentSpec, OperationSpec, ResolvedParam, SecurityRequirement};
use crate::params::Source;
use crate::request::{Client, NO_CAPTURE};
use crate::response::{ErrorDescription, Pending};
use crate::routing::{FlatRoute, Mount, Page, TableBuilder, Target, Template, flatten};

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
        let mut problems = Vec::new();
        let mut table = TableBuilder::default();
        let mut operations = Vec::new();
        let mut specs = Vec::new();
        let mut frontends: Vec<(String, usize)> = Vec::new();
        for mut flat in flatten(&self.router, &mut problems) {
            let frontend = flat.frontend.take();
            let label = label(&flat);
            let template = match Template::parse(&flat.route.attributes.path) {
                Ok(template) => template,
                Err(problem) => {
                    problems.push(format!("{problem} ({label})"));
                    continue;
                }
            };
            let mut plan = Plan::new(&flat, &template);
            plan.check(&self, &label, &mut problems);
            let mut methods = flat.route.attributes.methods.clone();
            if self.config.head_for_get
                && methods.contains(&http::Method::GET)
                && !methods.contains(&http::Method::HEAD)
            {
                methods.push(http::Method::HEAD);
            }
            let number = operations.len();
            let (mut operation, spec) = plan.finish(flat, template.clone());
            if let Some(frontend) = frontend {
                let prefix = template.text().trim_end_matches('/').to_owned();
                match frontend.compile() {
                    Ok(files) => operation.frontend = Some((Arc::new(files), prefix.len())),
                    Err(error) => problems.extend(error.problems().iter().cloned()),
                }
                frontends.push((prefix, number));
            } else {
                table.add(template, methods, Target::Operation(number), label);
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
        let mounts = self.take_mounts(&mut problems);
        let pending = Pending::with(
            mounts
                .iter()
                .filter_map(|mount| mount.target.app())
                .map(|app| app.pending().clone()),
        );
        let mut middleware = self.take_middleware(&mut problems);
        let error_handlers = std::mem::take(&mut self.error_handlers);
        if !error_handlers.is_empty() {
            middleware.push(Middleware::Errors(Arc::new(error_handlers)));
        }
        let table = table.build(&mut problems);
        let document = match openapi::document(&self.document_spec(), &specs) {
            Ok(document) if problems.is_empty() => document,
            Ok(_) => return Err(BuildError::new(problems)),
            Err(found) => return Err(BuildError::new([problems, found].concat())),
        };
        Ok(Arc::new(Site {
            #[cfg(feature = "docs")]
            docs: self.docs_pages(),
            config: self.config,
            operations,
            table,
            mounts,
            frontends,
            middleware,
            states: self.states,
            document,
            root_path,
            restores_root_path,
            pending,
        }))
    }

    fn take_mounts(&mut self, problems: &mut Vec<String>) -> Vec<Mount> {
        let mut mounts = Vec::new();
        for (prefix, target) in std::mem::take(&mut self.mounts) {
            let prefix = prefix.trim_end_matches('/').to_owned();
            if !prefix.is_empty() && !is_prefix(&prefix) {
                problems.push(format!("the mount {prefix:?} must be a path such as \"/static\""));
            }
            match target {
                Ok(target) => mounts.push(Mount { prefix, target }),
                Err(error) => problems.extend(error.problems().iter().map(|p| format!("in the mount {prefix:?}: {p}"))),
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
            openapi_version: "3.1.0".to_owned(),
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
            title: config.title.clone(),
        }))
    }
}

fn is_prefix(path: &str) -> bool {
    path.starts_with('/') && !path.contains("//") && !path.contains(['?', '#', ' ', '{', '}']) && path.is_ascii()
}

fn label(flat: &FlatRoute) -> String {
    let attributes = &flat.route.attributes;
    let (module, file, line) = attributes.location;
    format!("{module}::{} ({file}:{line})", attributes.name)
}

/// What is read of the body for these arguments.
fn body_use(bodies: &[ParamUse]) -> BodyUse {
    if bodies.is_empty() {
        BodyUse::None
    } else if bodies.iter().all(|body| body.encoding == Encoding::Json) {
        BodyUse::Json
    } else {
        let kept = bodies.iter().filter(|body| body.in_memory);
        BodyUse::Form(kept.map(|body| body.param.wire).collect())
    }
}

/// What a route and its dependencies need, gathered from their descriptions.
#[derive(Default)]
struct Plan {
    captures: Vec<u8>,
    params: Vec<ResolvedParam>,
    bodies: Vec<ParamUse>,
    states: Vec<(TypeId, &'static str)>,
    uses: HashMap<TypeId, Use>,
    guards: Vec<(Guard, usize)>,
    unbound: Vec<&'static str>,
    errors: Vec<ErrorDescription>,
    security: Vec<SecurityRequirement>,
    leaves_work: bool,
    response: Description,
}

struct Use {
    name: &'static str,
    shareable: bool,
    count: usize,
}

impl Plan {
    fn new(flat: &FlatRoute, template: &Template) -> Self {
        let mut plan = Self::default();
        let mut own = Description::default();
        (flat.route.describe)(&mut own);
        plan.captures = vec![NO_CAPTURE; flat.route.slots];
        plan.parameters(&own, 0, template);
        let mut slot = flat.route.slots;
        for guard in &flat.route.attributes.dependencies {
            let mut description = Description::default();
            (guard.describe)(&mut description);
            plan.guards.push((*guard, slot));
            plan.captures.resize(slot + guard.slots, NO_CAPTURE);
            plan.dependencies(&description, slot, template, &[]);
            slot += guard.slots;
        }
        plan.dependencies(&own, own.slots, template, &[]);
        plan.response = own;
        plan
    }

    /// The parameters of one function; `base` is the number of its first slot.
    fn parameters(&mut self, description: &Description, base: usize, template: &Template) {
        for (slot, usage) in &description.params {
            let capture = template.names().position(|name| name == usage.param.wire);
            let source = match (usage.param.source, capture) {
                (Source::PathOrQuery, Some(_)) => Source::Path,
                (Source::PathOrQuery, None) => Source::Query,
                (source, _) => source,
            };
            if source == Source::Path {
                match (capture, self.captures.get_mut(base + slot)) {
                    (Some(capture), Some(entry)) => *entry = capture as u8,
                    _ => self.unbound.push(usage.param.wire),
                }
            }
            let required = usage.required || source == Source::Path;
            self.params.push(ResolvedParam {
                source,
                usage: ParamUse {
                    required,
                    ..usage.clone()
                },
            });
        }
        self.bodies.extend(description.bodies.iter().cloned());
        self.states.extend(&description.states);
        self.leaves_work |= description.leaves_work;
        self.errors.extend(description.errors.iter().cloned());
    }

    /// The dependencies of one function; `slot` is the number of the first slot after its own.
    /// `scopes` are those asked for on the way to it.
    fn dependencies(
        &mut self,
        description: &Description,
        mut slot: usize,
        template: &Template,
        scopes: &[&'static str],
    ) {
        for node in &description.dependencies {
            let scopes = [scopes, node.scopes].concat();
            if let Some(security) = &node.description.security {
                self.require(security, &scopes);
            }
            if node.cached {
                let entry = Use {
                    name: node.name,
                    shareable: node.shareable,
                    count: 0,
                };
                self.uses.entry(node.id).or_insert(entry).count += 1;
            }
            self.parameters(&node.description, slot, template);
            self.dependencies(&node.description, slot + node.description.slots, template, &scopes);
            slot += node.description.total_slots();
        }
    }

    /// Adds a security scheme; of several uses of one the scopes are put together.
    fn require(&mut self, security: &SecurityUse, scopes: &[&'static str]) {
        let known = self.security.iter().position(|known| known.security == *security);
        let at = known.unwrap_or_else(|| {
            self.security.push(SecurityRequirement {
                security: security.clone(),
                scopes: Vec::new(),
            });
            self.security.len() - 1
        });
        for scope in scopes {
            if !self.security[at].scopes.contains(scope) {
                self.security[at].scopes.push(scope);
            }
        }
    }

    fn check(&mut self, app: &App, label: &str, problems: &mut Vec<String>) {
        for name in &self.unbound {
            problems.push(format!(
                "{label} takes {name:?} from the path, but the path does not name it"
            ));
        }
        for found in &self.params {
            if found.source == Source::Path && found.usage.group.is_some() {
                problems.push(format!(
                    "{label} takes the model {:?} from the path, which has room for one value a segment",
                    found.usage.param.name
                ));
            }
        }
        let json = self.bodies.iter().find(|body| body.encoding == Encoding::Json);
        let form = self.bodies.iter().find(|body| body.encoding != Encoding::Json);
        if let (Some(json), Some(form)) = (json, form) {
            problems.push(format!(
                "{label} takes {:?} from a JSON body and {:?} from a form, and a request has one body; mark both #[form]",
                json.param.name, form.param.name
            ));
        }
        let missing = self.states.iter().filter(|(id, _)| !app.states.contains(*id));
        let mut missing: Vec<_> = missing.map(|(_, name)| *name).collect();
        missing.sort_unstable();
        missing.dedup();
        for name in missing {
            problems.push(format!(
                "{label} takes State<{name}>, which the app does not have; add .state(..) to it"
            ));
        }
        for usage in self.uses.values().filter(|usage| usage.count > 1 && !usage.shareable) {
            problems.push(format!(
                "{label} uses the dependency {} {} times, but its value is not Clone; derive Clone, return an Arc, or \
                 mark it #[dependency(cache = false)]",
                usage.name, usage.count
            ));
        }
    }

    fn finish(self, flat: FlatRoute, template: Template) -> (Operation, OperationSpec) {
        let attributes = flat.route.attributes;
        let embed = self.bodies.len() > 1 || self.bodies.iter().any(|body| body.param.embed);
        let body = body_use(&self.bodies);
        let operation = Operation {
            call: flat.route.call,
            status: attributes.status_code,
            captures: self.captures.into(),
            guards_wait: self.guards.iter().any(|(guard, _)| guard.waits),
            guards: self.guards.into(),
            shared: self
                .uses
                .iter()
                .filter(|(_, usage)| usage.count > 1)
                .map(|(id, _)| *id)
                .collect(),
            embed,
            plain: matches!(body, BodyUse::None) && !self.leaves_work,
            body,
            leaves_work: self.leaves_work,
            strict_content_type: attributes.strict_content_type.unwrap_or(true),
            size_hint: SizeHint::default(),
            frontend: None,
            name: attributes.name.clone(),
            methods: attributes.methods.clone(),
            template,
        };
        let spec = OperationSpec {
            path: attributes.path.clone(),
            attributes,
            unique_id: flat.unique_id,
            params: self.params,
            bodies: self.bodies,
            embed,
            errors: self.errors,
            security: self.security,
            response: self.response.response,
        };
        (operation, spec)
    }
}
