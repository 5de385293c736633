//! [`Plan`]: what a route and its dependencies need, gathered once and checked, then compiled into an [`Operation`].

mod dependencies;

use std::any::TypeId;
use std::collections::HashMap;
use std::sync::Arc;

use super::operation::{BodyUse, Placed, SizeHint};
use super::{App, Operation};
use crate::dependency::{Guard, Limit, Overrides};
use crate::handler::{Callback, Description, Encoding, ParamUse};
use crate::middleware::Middleware;
use crate::openapi::{OperationSpec, ResolvedParam, RouteInfo, SecurityRequirement};
use crate::params::Source;
use crate::request::NO_CAPTURE;
use crate::response::ErrorDescription;
use crate::routing::{FlatRoute, Route, Template};

/// How operation ids are made.
pub(super) type UniqueId = fn(&RouteInfo<'_>) -> String;

/// What is read of the body for these arguments.
fn body_use(bodies: &[ParamUse], raw: bool) -> BodyUse {
    if bodies.is_empty() && !raw {
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
pub(super) struct Plan<'o> {
    overrides: Option<&'o Overrides>,
    stand_ins: Vec<Placed>,
    stand_ins_wait: bool,
    ends_early: Vec<(usize, usize)>,
    /// The dependencies on the way to what is looked at.
    way: Vec<&'static str>,
    problems: Vec<String>,
    captures: Vec<u8>,
    params: Vec<ResolvedParam>,
    bodies: Vec<ParamUse>,
    states: Vec<MissingState>,
    uses: HashMap<TypeId, Use>,
    guards: Vec<(Guard, usize)>,
    unbound: Vec<&'static str>,
    middleware: Box<[Arc<Middleware>]>,
    errors: Vec<ErrorDescription>,
    security: Vec<SecurityRequirement>,
    limits: Vec<&'static Limit>,
    leaves_work: bool,
    takes_request: bool,
    raw_body: bool,
    takes_websocket: bool,
    websocket: bool,
    response: Description,
}

struct Use {
    name: &'static str,
    shareable: bool,
    count: usize,
}

/// A state that is asked for, and the dependencies on the way to who asks.
struct MissingState {
    id: TypeId,
    name: &'static str,
    way: String,
}

impl<'o> Plan<'o> {
    /// The plan of a route, in which `overrides` have taken the place of dependencies.
    pub(super) fn new(flat: &FlatRoute, template: &Template, overrides: Option<&'o Overrides>) -> Self {
        let mut plan = Self {
            overrides,
            ..Self::default()
        };
        let mut own = Description::default();
        (flat.route.describe)(&mut own);
        plan.websocket = flat.route.attributes.websocket;
        let of_guards: usize = flat
            .route
            .attributes
            .inherited
            .dependencies
            .iter()
            .map(|guard| guard.slots)
            .sum();
        plan.captures = vec![NO_CAPTURE; flat.route.slots + of_guards];
        plan.parameters(&own, 0, template);
        let mut slot = flat.route.slots;
        for guard in &flat.route.attributes.inherited.dependencies {
            let mut description = Description::default();
            (guard.describe)(&mut description);
            plan.guards.push((*guard, slot));
            plan.dependencies(&description, slot, template, &[]);
            slot += guard.slots;
        }
        plan.dependencies(&own, own.slots, template, &[]);
        plan.response = own;
        plan
    }

    /// Takes the middleware of the route and its routers.
    pub(super) fn take_middleware(&mut self, flat: &FlatRoute, problems: &mut Vec<String>) {
        match flat.route.attributes.inherited.middleware.compile() {
            Ok(chain) => self.middleware = chain,
            // that of a router is the same for all its routes
            Err(problem) if problems.contains(&problem) => {}
            Err(problem) => problems.push(problem),
        }
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
        let way = self.way.join(" → ");
        self.states
            .extend(description.states.iter().map(|&(id, name)| MissingState {
                id,
                name,
                way: way.clone(),
            }));
        self.limits.extend(&description.limits);
        self.leaves_work |= description.leaves_work;
        self.takes_request |= description.takes_request;
        self.raw_body |= description.raw_body;
        self.takes_websocket |= description.takes_websocket;
        self.errors.extend(description.errors.iter().cloned());
    }

    /// Adds what is wrong with the route to `problems`.
    pub(super) fn check(&mut self, app: &App, label: &str, problems: &mut Vec<String>) {
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
        self.check_kind(label, problems);
        let json = self.bodies.iter().find(|body| body.encoding == Encoding::Json);
        let form = self.bodies.iter().find(|body| body.encoding != Encoding::Json);
        if let (Some(json), Some(form)) = (json, form) {
            problems.push(format!(
                "{label} takes {:?} from a JSON body and {:?} from a form, and a request has one body; mark both #[form]",
                json.param.name, form.param.name
            ));
        }
        if let (Some(form), true) = (form, self.raw_body) {
            problems.push(format!(
                "{label} takes {:?} from a form and the body as `Bytes`, and a form is read while it arrives; take the \
                 `Request`",
                form.param.name
            ));
        }
        let has = |id| app.states.contains(id) || app.hooks.yields(id);
        let mut missing: Vec<_> = self.states.iter().filter(|state| !has(state.id)).collect();
        missing.sort_by_key(|state| state.name);
        missing.dedup_by_key(|state| state.name);
        for MissingState { name, way, .. } in missing {
            let through = if way.is_empty() {
                String::new()
            } else {
                format!(" through its dependencies {way}")
            };
            problems.push(format!(
                "{label} takes State<{name}>{through}, which the app does not have; add .state(..) to it, or yield it from .lifespan(..)"
            ));
        }
        let mut told = std::mem::take(&mut self.problems);
        told.dedup();
        problems.extend(told.into_iter().map(|problem| format!("{label}: {problem}")));
        let mut copied: Vec<_> = self
            .uses
            .values()
            .filter(|usage| usage.count > 1 && !usage.shareable)
            .collect();
        copied.sort_by_key(|usage| usage.name);
        for usage in copied {
            problems.push(format!(
                "{label} uses the dependency {} {} times, but its value is not Clone; derive Clone, return an Arc, or \
                 mark it #[dependency(cache = false)]",
                usage.name, usage.count
            ));
        }
    }

    /// What the document says of a callback or webhook, which is never served.
    pub(super) fn of_document(callback: &Callback, unique_id: Option<UniqueId>) -> Result<OperationSpec, String> {
        let mut route = Route::from(callback.clone());
        let own = &mut route.attributes.inherited.unique_id;
        *own = own.or(unique_id);
        let flat = FlatRoute {
            route: Box::new(route),
            frontend: None,
            is_fallback: false,
        };
        let template = Template::of_document(&flat.route.attributes.path)?;
        Ok(Self::new(&flat, &template, None).finish(0, flat, template).1)
    }

    /// A WebSocket is for routes of its own, which have no body.
    fn check_kind(&self, label: &str, problems: &mut Vec<String>) {
        if self.takes_websocket && !self.websocket {
            problems.push(format!(
                "{label} takes a WebSocket, but is not marked with #[websocket]"
            ));
        }
        if let Some(body) = self.bodies.first().filter(|_| self.websocket) {
            problems.push(format!(
                "{label} takes {:?} from the body, and the request for a WebSocket has none; receive it with \
                 receive_json()",
                body.param.name
            ));
        }
    }

    /// The plan compiled; `max_body_size` is the app's.
    pub(super) fn finish(
        self,
        max_body_size: usize,
        flat: FlatRoute,
        template: Template,
    ) -> (Operation, OperationSpec) {
        let attributes = flat.route.attributes;
        let embed = self.bodies.len() > 1 || self.bodies.iter().any(|body| body.param.embed);
        let body = body_use(&self.bodies, self.raw_body);
        let takes_cookies = self.params.iter().any(|param| param.source == Source::Cookie)
            || self
                .security
                .iter()
                .any(|scheme| scheme.security.definition["in"] == "cookie");
        let shared = self.uses.iter().filter(|(_, usage)| usage.count > 1).map(|(id, _)| *id);
        let operation = Operation {
            call: flat.route.call,
            status: attributes.status_code,
            captures: self.captures.into(),
            guards_wait: self.stand_ins_wait || self.guards.iter().any(|(guard, _)| guard.waits),
            guards: self.guards.into(),
            special: shared.chain(self.stand_ins.iter().map(|placed| placed.id)).collect(),
            stand_ins: self.stand_ins.into(),
            ends_early: self.ends_early.into(),
            limits: Limit::in_order(self.limits),
            embed,
            plain: matches!(body, BodyUse::None) && !self.leaves_work && !attributes.websocket && !takes_cookies,
            takes_cookies,
            body,
            leaves_work: self.leaves_work,
            takes_request: self.takes_request,
            strict_content_type: attributes.inherited.strict_content_type.unwrap_or(true),
            max_body_size: attributes.inherited.max_body_size.unwrap_or(max_body_size),
            size_hint: SizeHint::default(),
            middleware: self.middleware,
            service: flat.route.service,
            frontend: None,
            websocket: attributes.websocket,
            name: attributes.name.clone(),
            tags: attributes.inherited.tags.clone(),
            id: flat.route.id,
            methods: attributes.methods.clone(),
            template,
            location: attributes.location,
        };
        let spec = OperationSpec {
            path: attributes.path.clone(),
            attributes,
            params: self.params,
            bodies: self.bodies,
            embed,
            errors: self.errors,
            security: self.security,
            callbacks: Vec::new(),
            response: self.response.response,
        };
        (operation, spec)
    }
}
