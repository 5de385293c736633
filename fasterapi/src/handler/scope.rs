//! [`Scope`]: one request on its way through a handler.

use std::any::TypeId;
use std::sync::Arc;

use serde_json::{Map, Value};

use super::body_parts::BodyParts;
use crate::app::{Operation, Site};
use crate::dependency::{Cache, Guard, Limit, StandIn, Turns};
use crate::http::{Errors, HttpError};
use crate::logging;
use crate::model::Prune;
use crate::request::{FormData, NO_CAPTURE, Request, State};
use crate::response::file::Conditions;
use crate::response::{Abort, After, Headers, Respond, Responder, Response, ResponseParts};
use crate::routing::Mounted;
use crate::static_files::FrontendFiles;

/// One request on its way through a handler and its dependencies, with the plan made for its route.
#[derive(Debug)]
pub struct Scope {
    request: Request,
    response: ResponseParts,
    site: Arc<Site>,
    operation: usize,
    /// Whether the operation has dependencies that are special.
    has_special: bool,
    extras: Option<Box<Extras>>,
    prune: Option<&'static Prune<'static>>,
}

/// What few requests need.
#[derive(Debug, Default)]
struct Extras {
    cache: Cache,
    /// Where the members of the body are in it; `None` inside when it is no object.
    parts: Option<Option<BodyParts>>,
    /// The members of the body; `None` inside when it is no object.
    members: Option<Option<Map<String, Value>>>,
    /// The scopes asked for on the way to the function whose arguments are taken.
    scopes: Vec<&'static str>,
    /// What is left to do after the answer.
    after: Option<After>,
    /// The turns this request has.
    turns: Turns,
}

/// The body as its content type says to read it.
#[derive(Debug, Clone, Copy)]
pub(crate) enum BodyInput<'b> {
    /// No bytes at all.
    Absent,
    /// JSON text.
    Json(&'b [u8]),
    /// Anything else: validated as a string.
    Raw(&'b [u8]),
}

impl Scope {
    pub(crate) fn new(request: Request, site: Arc<Site>, operation: usize) -> Self {
        Self {
            has_special: site.operations()[operation].has_special(),
            request,
            response: ResponseParts::default(),
            site,
            operation,
            extras: None,
            prune: None,
        }
    }

    pub(crate) fn operation(&self) -> &Operation {
        &self.site.operations()[self.operation]
    }

    /// The request.
    pub fn request(&self) -> &Request {
        &self.request
    }

    pub(crate) fn request_mut(&mut self) -> &mut Request {
        &mut self.request
    }

    /// The request, and the answer under way: for arguments that borrow.
    pub fn lend(&mut self) -> (&Request, &mut ResponseParts) {
        (&self.request, &mut self.response)
    }

    /// The request, taken out for a handler that owns it.
    pub(crate) fn take_request(&mut self) -> Request {
        self.request.take()
    }

    /// A value of the app's state; `build()` has made sure that it is there.
    pub(crate) fn state<T: Send + Sync + 'static>(&self) -> Result<State<T>, Abort> {
        self.site.state().ok_or_else(|| {
            logging::error(format_args!(
                "State<{}> is yielded by a lifespan, and the app has not started",
                std::any::type_name::<T>()
            ));
            Abort::new(crate::response::internal_server_error())
        })
    }

    pub(crate) fn capture_of(&self, slot: usize) -> u8 {
        self.operation().captures.get(slot).copied().unwrap_or(NO_CAPTURE)
    }

    /// What answers instead of a function with arguments.
    pub(crate) fn service(&self) -> Option<Arc<dyn Mounted>> {
        self.operation().service.clone()
    }

    /// The frontend that this operation is, and the length of its prefix.
    pub(crate) fn frontend(&self) -> Option<(Arc<FrontendFiles>, usize)> {
        self.operation().frontend.clone()
    }

    /// The dependencies that run without anybody asking for their value.
    pub(crate) fn guard(&self, index: usize) -> Option<(Guard, usize)> {
        self.operation().guards.get(index).copied()
    }

    /// Whether one of them may wait.
    pub fn guards_wait(&self) -> bool {
        self.operation().guards_wait
    }

    /// Whether more than one user asks for the dependency, or another stands in for it.
    #[inline]
    pub(crate) fn is_special(&self, dependency: TypeId) -> bool {
        self.has_special && self.operation().special.contains(&dependency)
    }

    /// What stands in for the dependency, and the number of its first slot.
    pub(crate) fn stand_in(&self, dependency: TypeId, ends_early: bool) -> Option<(StandIn, usize)> {
        let placed = self.operation().stand_ins.iter();
        let mut placed = placed.filter(|placed| placed.id == dependency);
        let first = placed.clone().next();
        let found = placed.find(|placed| placed.ends_early == ends_early).or(first)?;
        Some((found.stand_in.clone(), found.slot))
    }

    /// Whether the dependency whose slot this is ends before the answer is sent.
    pub(crate) fn ends_early(&self, slot: usize) -> bool {
        let mut early = self.operation().ends_early.iter();
        early.any(|(first, end)| (*first..*end).contains(&slot))
    }

    /// Whether dependencies run without anybody asking for their value.
    #[inline]
    pub fn has_guards(&self) -> bool {
        !self.operation().guards.is_empty()
    }

    /// The form in the body; `None` when the body is no form.
    pub(crate) fn form(&self) -> Option<&FormData> {
        self.request.form_data()
    }

    pub(crate) fn embeds_body(&self) -> bool {
        self.operation().embed
    }

    pub(crate) fn body_input(&self) -> BodyInput<'_> {
        match self.request.body_bytes() {
            None | Some([]) => BodyInput::Absent,
            Some(bytes) if self.is_json() => BodyInput::Json(bytes),
            Some(bytes) => BodyInput::Raw(bytes),
        }
    }

    /// `application/json` or `application/*+json`; without a content type, or an empty one, only where the route is not
    /// strict.
    fn is_json(&self) -> bool {
        let content_type = self.request.headers().get(http::header::CONTENT_TYPE);
        let Some(content_type) = content_type.filter(|content_type| !content_type.is_empty()) else {
            return !self.operation().strict_content_type;
        };
        if content_type == "application/json" {
            return true;
        }
        let essence = content_type
            .as_bytes()
            .split(|&byte| byte == b';')
            .next()
            .unwrap_or_default()
            .trim_ascii();
        let essence = essence.to_ascii_lowercase();
        let subtype = essence.strip_prefix(b"application/".as_slice());
        subtype.is_some_and(|subtype| subtype == b"json" || subtype.ends_with(b"+json"))
    }

    /// The text of one member of a JSON body that is an object, found once for all: `None` when it is none, or no JSON;
    /// `Some(None)` when it has no such member.
    pub(crate) fn body_part(&mut self, name: &str) -> Option<Option<&[u8]>> {
        if self.extras.as_ref().is_none_or(|extras| extras.parts.is_none()) {
            let parts = match self.body_input() {
                BodyInput::Json(bytes) => BodyParts::find(bytes),
                BodyInput::Absent | BodyInput::Raw(_) => None,
            };
            self.extras().parts = Some(parts);
        }
        let bytes = self.request.body_bytes()?;
        let parts = self.extras.as_ref()?.parts.as_ref()?.as_ref()?;
        Some(parts.get(name, bytes))
    }

    /// The members of a JSON body that is an object, parsed once.
    pub(crate) fn body_members(
        &mut self,
        parse: impl FnOnce(&[u8]) -> Result<Value, Abort>,
    ) -> Result<Option<&Map<String, Value>>, Abort> {
        if self.extras.as_ref().is_none_or(|extras| extras.members.is_none()) {
            let members = match self.body_input() {
                BodyInput::Json(bytes) => match parse(bytes)? {
                    Value::Object(members) => Some(members),
                    _ => None,
                },
                BodyInput::Absent | BodyInput::Raw(_) => None,
            };
            self.extras().members = Some(members);
        }
        let members = self.extras.as_ref().and_then(|extras| extras.members.as_ref());
        Ok(members.and_then(Option::as_ref))
    }

    /// The values of dependencies that others ask for too.
    pub(crate) fn cache(&self) -> Option<&Cache> {
        self.extras.as_ref().map(|extras| &extras.cache)
    }

    pub(crate) fn cache_mut(&mut self) -> &mut Cache {
        &mut self.extras().cache
    }

    fn extras(&mut self) -> &mut Extras {
        self.extras.get_or_insert_default()
    }

    /// The scopes asked for on the way to the function whose arguments are taken now.
    pub(crate) fn security_scopes(&self) -> &[&'static str] {
        self.extras.as_ref().map_or(&[], |extras| &extras.scopes)
    }

    /// What is left to do after the answer.
    pub(crate) fn after(&mut self) -> After {
        self.extras().after.get_or_insert_default().clone()
    }

    /// The turns that this request has.
    pub(crate) fn turns(&mut self) -> &mut Turns {
        &mut self.extras().turns
    }

    /// Number `index` of the limits at which a request has its turn until it is over.
    pub(crate) fn limit(&self, index: usize) -> Option<&'static Limit> {
        self.operation().limits.get(index).copied()
    }

    /// Asks for more scopes.
    pub fn push_scopes(&mut self, scopes: &[&'static str]) {
        self.extras().scopes.extend(scopes);
    }

    /// Takes back the last `count` scopes.
    pub fn pop_scopes(&mut self, count: usize) {
        let scopes = &mut self.extras().scopes;
        scopes.truncate(scopes.len() - count);
    }

    /// Adds the errors of a handler's or dependency's own parameters, ordered by source, behind those of what it
    /// depends on.
    #[inline]
    pub fn own_errors(errors: &mut Errors, own: Errors) {
        if own.is_empty() {
            return;
        }
        let start = errors.len();
        errors.append(own);
        errors.order_by_source(start);
    }

    /// 422 with every error: of the dependencies, then of the parameters, then of the body.
    pub fn unprocessable(&self, mut errors: Errors, own: Errors, body: Errors) -> Response {
        Self::own_errors(&mut errors, own);
        errors.append(body);
        Abort::unprocessable(errors, self.request.share_body()).into_response()
    }

    /// Says what is left out of the models that are answered.
    pub fn leave_out(&mut self, prune: &'static Prune<'static>) {
        self.prune = Some(prune);
    }

    /// Turns what the handler returned into the answer.
    pub fn respond<R: Responder>(mut self, output: R) -> Response {
        match self.response.fault() {
            Some(reason) => Response::fault(reason),
            None => self.answer(output),
        }
    }

    fn answer<R: Responder>(mut self, output: R) -> Response {
        let operation = &self.site.operations()[self.operation];
        let (status, headers) = std::mem::take(&mut self.response).into_inner();
        let mut answer = Respond {
            status: status.or(operation.status),
            headers: if R::READS_REQUEST {
                Headers::default()
            } else {
                self.request.recycle_headers()
            },
            size_hint: operation.size_hint.get(),
            prune: self.prune,
        };
        if let Some(headers) = headers {
            *answer.headers = headers;
        }
        let mut response = output.respond(answer);
        if R::READS_REQUEST {
            response.body.until(self.site.pending().closing());
            if let Some(file) = response.body.pending_file() {
                file.conditions = Conditions::of(self.request.method(), self.request.headers());
            }
        }
        response.body.place_failure(|| operation.endpoint());
        if let Some(length) = response.body.piece_length() {
            operation.size_hint.set(length);
        }
        if R::READS_REQUEST && response.body.own_tasks().is_some() {
            self.own_tasks(&mut response);
        }
        self.request.retire();
        response
    }

    /// Sees to the tasks that the answer brought: they replace those of `BackgroundTasks`, where there may be some.
    #[cold]
    fn own_tasks(&mut self, response: &mut Response) {
        let leaves_work = self.operation().leaves_work;
        let Some(tasks) = response.body.own_tasks() else { return };
        if leaves_work {
            let body = std::mem::take(&mut tasks.body);
            self.after().replace_tasks(&tasks.after);
            response.body = body;
        } else {
            tasks.pending = Some(self.site.pending().clone());
        }
    }

    /// The answer of a handler that could not be run.
    pub fn fail(self, error: HttpError) -> Response {
        Abort::from(error).into_response()
    }
}
