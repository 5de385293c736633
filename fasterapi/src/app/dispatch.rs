//! The way of a request: middleware, then the route, then the body, then the handler.

use std::sync::Arc;

use super::Site;
use super::operation::BodyUse;
use super::read_body::read_body;
use super::strict::refusal;
use crate::handler::{Answer, Scope};
use crate::http::HttpError;
use crate::middleware::{Middleware, Next};
#[cfg(feature = "multipart")]
use crate::request::read_multipart;
use crate::request::{Encoding, Request, read_urlencoded};
use crate::response::{Ending, Response, error_response};
use crate::routing::{Found, Mount, Taken, Target, method_not_allowed, not_found, slash_redirect};

impl Site {
    /// Answers a request from outside.
    pub(crate) fn handle(self: Arc<Self>, mut request: Request) -> Answer {
        request.enter(&self);
        if let Some(root_path) = &self.root_path {
            request.set_root_path(root_path, self.restores_root_path);
        }
        if self.middleware.is_empty() {
            return Answer::caught(|| self.route(request));
        }
        if let Some(refusal) = self.refusal(&request) {
            return refusal.into();
        }
        Answer::caught(|| self.through(0, request))
    }

    /// Goes through the middleware from number `index` on.
    pub(crate) fn through(self: &Arc<Self>, index: usize, request: Request) -> Answer {
        let mut answer = Answer::Ready(None);
        self.fill(&mut answer, index, request);
        answer
    }

    /// As [`through`](Self::through), into a place for the answer: it is too large to be handed out of each layer.
    pub(crate) fn fill(self: &Arc<Self>, answer: &mut Answer, index: usize, request: Request) {
        match self.middleware.get(index) {
            None if index > self.middleware.len() => self.fill_within_route(answer, index, request),
            None => *answer = Arc::clone(self).route(request),
            Some(middleware) => self.link(answer, middleware, index, request),
        }
    }

    #[inline]
    fn link(self: &Arc<Self>, answer: &mut Answer, middleware: &Middleware, index: usize, request: Request) {
        match middleware {
            Middleware::Async(middleware) => {
                *answer = Answer::Later(middleware.call(request, Next::new(Arc::clone(self), index + 1)));
            }
            Middleware::Hook(hook) | Middleware::Front(hook) => hook.call(answer, self, index + 1, request),
            Middleware::Errors(handlers) => *answer = self.handled(handlers, index, request),
        }
    }

    /// Goes through the middleware of the route that was found, and calls the handler.
    pub(super) fn within_route(self: &Arc<Self>, request: Request) -> Answer {
        self.through(self.middleware.len() + 1, request)
    }

    /// The numbers of a route's middleware begin behind that of the app's last and one for the search.
    fn fill_within_route(self: &Arc<Self>, answer: &mut Answer, index: usize, request: Request) {
        let number = request.operation_number();
        let Some(operation) = self.operations.get(number) else {
            // a middleware made a request of its own
            *answer = not_found().into();
            return;
        };
        match operation.middleware.get(index - self.middleware.len() - 1) {
            Some(middleware) => self.link(answer, middleware, index, request),
            None => *answer = Arc::clone(self).start(request, number),
        }
    }

    #[inline]
    fn route(self: Arc<Self>, mut request: Request) -> Answer {
        #[cfg(feature = "websockets")]
        if self.wants_websocket(&request) {
            return self.route_websocket(request);
        }
        let (method, path, base, params) = request.routing();
        match self.table.find(method, path, base, params) {
            Found::Route(Target::Operation(number)) => {
                request.matched(number);
                self.start(request, number)
            }
            Found::Route(Target::Wrapped(number)) => {
                request.matched(number);
                self.within_route(request)
            }
            Found::Route(Target::Page(page)) => self.page(page, &request).unwrap_or_else(not_found).into(),
            Found::OtherMethods(methods) => self
                .refusal(&request)
                .unwrap_or_else(|| method_not_allowed(&methods))
                .into(),
            Found::Nothing => match self.refusal(&request) {
                Some(refusal) => refusal.into(),
                None => self.elsewhere(request),
            },
        }
    }

    /// The answer to a request that is none of an app's.
    fn refusal(&self, request: &Request) -> Option<Response> {
        refusal(request, self.config.head_limits.method)
    }

    /// No route takes the path: a mount may, or the path with a slash more or less.
    fn elsewhere(self: &Arc<Self>, mut request: Request) -> Answer {
        if let Some((mount, taken)) = self.find_mount(&request) {
            return mount.enter(taken, request);
        }
        if self.config.redirect_slashes {
            let path = format!("{}/", request.route_path());
            let is_mount = self.mounts.iter().any(|mount| mount.takes(&path).is_some());
            if let Some(response) = slash_redirect(&request, |path| is_mount || self.table.knows(path)) {
                return response.into();
            }
        }
        let frontend = self.frontends.iter().find(|(prefix, _)| {
            let rest = request.route_path().strip_prefix(prefix.as_str());
            rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        });
        if let Some((_, number)) = frontend {
            request.matched(*number);
            return self.within_route(request);
        }
        not_found().into()
    }

    /// The mount that takes the path, and what it takes of it.
    pub(super) fn find_mount(&self, request: &Request) -> Option<(&Mount, Taken)> {
        let path = request.route_path();
        let mut mounts = self.mounts.iter();
        mounts.find_map(|mount| Some((mount, mount.takes(path)?)))
    }

    /// Reads the body, if the handler's arguments need it, and calls the handler.
    #[inline]
    fn start(self: Arc<Self>, request: Request, number: usize) -> Answer {
        let operation = &self.operations[number];
        if operation.plain {
            return (operation.call)(Scope::new(request, self, number));
        }
        self.prepare(request, number)
    }

    /// Reads what the handler needs of the body, or sees to what it leaves to be done, and calls it.
    fn prepare(self: &Arc<Self>, request: Request, number: usize) -> Answer {
        let operation = &self.operations[number];
        if operation.takes_cookies
            && let Some(error) = request.too_many_cookies()
        {
            return error_response(error).into();
        }
        #[cfg(feature = "websockets")]
        if operation.websocket {
            return self.start_websocket(request, number);
        }
        if !matches!(operation.body, BodyUse::None) {
            if let BodyUse::Form(kept) = &operation.body {
                match Encoding::of(request.headers()) {
                    Encoding::UrlEncoded => {}
                    Encoding::NoForm => return self.call(request, number),
                    // a middleware has read it
                    Encoding::Multipart(_) if request.form_data().is_some() => return self.call(request, number),
                    Encoding::Multipart(boundary) => return self.read_multipart(request, number, boundary, kept),
                }
            }
            match request.body_bytes() {
                Some(bytes) if bytes.len() > operation.max_body_size => {
                    return error_response(HttpError::too_large()).into();
                }
                Some(_) => {}
                None => return self.read(request, number),
            }
        }
        self.call(request, number)
    }

    /// Calls the handler, all of the body that it needs being here, and sees to what it leaves to do.
    pub(super) fn call(self: &Arc<Self>, mut request: Request, number: usize) -> Answer {
        let operation = &self.operations[number];
        if let BodyUse::Form(_) = operation.body
            && request.form_data().is_none()
            && Encoding::of(request.headers()) == Encoding::UrlEncoded
        {
            match read_urlencoded(request.body_bytes().unwrap_or_default(), self.config.form_limits) {
                Ok(form) => request.set_form(form),
                Err(error) => return error_response(error).into(),
            }
        }
        let mut scope = Scope::new(request, Arc::clone(self), number);
        if !operation.leaves_work {
            return (operation.call)(scope);
        }
        let after = scope.after();
        let ending = if operation.websocket {
            Ending::of_websocket(after.clone(), &self.pending)
        } else {
            Ending::new(after.clone(), &self.pending)
        };
        let answer = Answer::caught(|| (operation.call)(scope));
        Answer::later(async move {
            let response = after.prepare(answer.await).await;
            ending.follow(response)
        })
    }

    /// Reads a multipart form while it arrives, and calls the handler with what was found.
    #[cfg(feature = "multipart")]
    fn read_multipart(
        self: &Arc<Self>,
        mut request: Request,
        number: usize,
        boundary: Option<String>,
        kept: &[&'static str],
    ) -> Answer {
        let (site, kept) = (Arc::clone(self), kept.to_vec());
        Answer::later(async move {
            let (limits, memory) = (site.config.form_limits, site.operations[number].max_body_size);
            let form = read_multipart(request.take_body(), boundary.as_deref(), limits, memory, &kept).await;
            match form {
                Ok(form) => request.set_form(form),
                Err(error) => return error_response(error),
            }
            site.call(request, number).await
        })
    }

    #[cfg(not(feature = "multipart"))]
    fn read_multipart(self: &Arc<Self>, _: Request, _: usize, _: Option<String>, _: &[&'static str]) -> Answer {
        error_response(Encoding::unsupported()).into()
    }

    /// Reads the body, and goes on when it is here.
    fn read(self: &Arc<Self>, mut request: Request, number: usize) -> Answer {
        let site = Arc::clone(self);
        Answer::later(async move {
            match read_body(request.body_mut(), site.operations[number].max_body_size).await {
                Ok(bytes) => request.set_body(bytes),
                Err(error) => return error_response(error),
            }
            site.call(request, number).await
        })
    }
}
