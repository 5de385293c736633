//! The way of a request: middleware, then the route, then the body, then the handler.

use std::any::Any;
use std::future::Future;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::Pin;
use std::sync::{Arc, OnceLock};
use std::task::{Context, Poll};

use bytes::{Bytes, BytesMut};
use http::{HeaderValue, StatusCode};
use http_body::Body as _;
use http_body_util::LengthLimitError;

use super::Site;
use super::operation::BodyUse;
use crate::handler::{Reply, Scope};
use crate::http::{HttpError, Panic};
use crate::middleware::{Middleware, Next};
#[cfg(feature = "multipart")]
use crate::request::read_multipart;
use crate::request::{Encoding, Request, read_urlencoded};
use crate::response::{Ending, Response, error_response, internal_server_error};
use crate::routing::{Found, Inside, Target, invalid_host, method_not_allowed, not_found, slash_redirect};

/// An answer under way. Handlers that never wait are done at once and cost no box. A panic is an answer, 500, so that
/// the middleware around the handler sees it.
pub enum Answer {
    Ready(Option<Response>),
    Reading(Reading),
    Later(Pin<Box<dyn Future<Output = Response> + Send>>),
}

impl From<Response> for Answer {
    fn from(response: Response) -> Self {
        if response.is_pending() {
            return Self::Later(response.settle());
        }
        Self::Ready(Some(response))
    }
}

impl From<Reply> for Answer {
    fn from(reply: Reply) -> Self {
        match reply {
            Reply::Ready(response) => response.into(),
            Reply::Later(future) => Self::Later(future),
        }
    }
}

impl Future for Answer {
    type Output = Response;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Response> {
        loop {
            match &mut *self {
                Self::Ready(response) => return Poll::Ready(response.take().unwrap_or_else(internal_server_error)),
                Self::Later(future) => match catch_unwind(AssertUnwindSafe(|| future.as_mut().poll(cx))) {
                    Ok(Poll::Ready(response)) if response.is_pending() => *self = Self::Later(response.settle()),
                    Ok(answer) => return answer,
                    Err(panic) => return Poll::Ready(panicked(&*panic)),
                },
                Self::Reading(reading) => match catch_unwind(AssertUnwindSafe(|| reading.poll(cx))) {
                    Ok(Poll::Ready(answer)) => *self = answer,
                    Ok(Poll::Pending) => return Poll::Pending,
                    Err(panic) => *self = panicked(&*panic).into(),
                },
            }
        }
    }
}

/// Runs what may panic.
#[inline]
pub(super) fn caught(answer: impl FnOnce() -> Answer) -> Answer {
    catch_unwind(AssertUnwindSafe(answer)).unwrap_or_else(|panic| panicked(&*panic).into())
}

/// A panic as an error nobody expected; the panic hook has told the log where it was.
#[cold]
fn panicked(panic: &(dyn Any + Send)) -> Response {
    Response::error(Panic::caught(panic))
}

impl Site {
    /// Answers a request that came in from outside. `host` is a `Host` of the connection that was valid.
    pub(crate) fn handle(self: &Arc<Self>, mut request: Request, host: &OnceLock<HeaderValue>) -> Answer {
        request.enter(self);
        if !request.has_valid_host(host) {
            return invalid_host().into();
        }
        if let Some(root_path) = &self.root_path {
            request.set_root_path(root_path, self.restores_root_path);
        }
        Self::through(self, 0, request)
    }

    /// Goes through the middleware from number `index` on.
    pub(crate) fn through(self: &Arc<Self>, index: usize, request: Request) -> Answer {
        match self.middleware.get(index) {
            None => caught(|| self.route(request)),
            Some(Middleware::Async(middleware)) => {
                Answer::Later(middleware.call(request, Next::new(Arc::clone(self), index + 1)))
            }
            Some(Middleware::Hook(hook) | Middleware::Front(hook)) => hook.call(self, index + 1, request),
            Some(Middleware::Errors(handlers)) => self.handled(handlers, index, request),
        }
    }

    #[inline]
    fn route(self: &Arc<Self>, mut request: Request) -> Answer {
        let found = self
            .table
            .find(request.method(), request.route_path(), request.consumed());
        match found {
            Found::Route(Target::Operation(number), params) => {
                request.matched(number, params);
                self.start(request, number)
            }
            Found::Route(Target::Page(page), _) => self.page(page, &request).unwrap_or_else(not_found).into(),
            Found::OtherMethods(methods) => method_not_allowed(&methods).into(),
            Found::Nothing => self.elsewhere(request),
        }
    }

    /// No route takes the path: a mount may, or the path with a slash more or less.
    fn elsewhere(self: &Arc<Self>, mut request: Request) -> Answer {
        if let Some(mount) = self.mounts.iter().find(|mount| mount.takes(request.route_path())) {
            request.enter_mount(&mount.prefix);
            return match &mount.target.0 {
                Inside::App(site) => {
                    request.enter(site);
                    Self::through(site, 0, request)
                }
                Inside::Service(service) => Answer::Later(service.call(request)),
            };
        }
        if self.config.redirect_slashes {
            let path = format!("{}/", request.route_path());
            let is_mount = self.mounts.iter().any(|mount| mount.takes(&path));
            if let Some(response) = slash_redirect(&request, |path| is_mount || self.table.knows(path)) {
                return response.into();
            }
        }
        let frontend = self.frontends.iter().find(|(prefix, _)| {
            let rest = request.route_path().strip_prefix(prefix.as_str());
            rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        });
        if let Some((_, number)) = frontend {
            return self.start(request, *number);
        }
        not_found().into()
    }

    /// Reads the body, if the handler's arguments need it, and calls the handler.
    #[inline]
    fn start(self: &Arc<Self>, request: Request, number: usize) -> Answer {
        let operation = &self.operations[number];
        if operation.plain {
            return (operation.call)(Scope::new(request, Arc::clone(self), number)).into();
        }
        self.prepare(request, number)
    }

    /// Reads what the handler needs of the body, or sees to what it leaves to be done, and calls it.
    fn prepare(self: &Arc<Self>, request: Request, number: usize) -> Answer {
        let operation = &self.operations[number];
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
                Some(bytes) if bytes.len() > self.config.max_body_size => return too_large(),
                Some(_) => {}
                None => return self.read(request, number),
            }
        }
        self.call(request, number)
    }

    /// Calls the handler, all of the body that it needs being here, and sees to what it leaves to do.
    fn call(self: &Arc<Self>, mut request: Request, number: usize) -> Answer {
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
            return (operation.call)(scope).into();
        }
        let after = scope.after();
        let ending = Ending::new(after.clone(), &self.pending);
        let answer = caught(|| (operation.call)(scope).into());
        Answer::Later(Box::pin(async move {
            let response = after.prepare(answer.await).await;
            ending.follow(response)
        }))
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
        Answer::Later(Box::pin(async move {
            let (limits, memory) = (site.config.form_limits, site.config.max_body_size);
            let form = read_multipart(request.take_body(), boundary.as_deref(), limits, memory, &kept).await;
            match form {
                Ok(form) => request.set_form(form),
                Err(error) => return error_response(error),
            }
            site.call(request, number).await
        }))
    }

    #[cfg(not(feature = "multipart"))]
    fn read_multipart(self: &Arc<Self>, _: Request, _: usize, _: Option<String>, _: &[&'static str]) -> Answer {
        error_response(Encoding::unsupported()).into()
    }

    fn read(self: &Arc<Self>, request: Request, number: usize) -> Answer {
        Answer::Reading(Reading {
            request: Some(request),
            site: Arc::clone(self),
            number,
            read: Chunks::default(),
        })
    }
}

/// A request whose body is being read.
pub struct Reading {
    request: Option<Request>,
    site: Arc<Site>,
    number: usize,
    read: Chunks,
}

impl Reading {
    fn poll(&mut self, cx: &mut Context<'_>) -> Poll<Answer> {
        let limit = self.site.config.max_body_size;
        let Some(request) = &mut self.request else {
            return Poll::Ready(not_found().into());
        };
        if request.body_mut().size_hint().lower() > limit as u64 {
            return Poll::Ready(too_large());
        }
        loop {
            match Pin::new(request.body_mut()).poll_frame(cx) {
                Poll::Pending => return Poll::Pending,
                Poll::Ready(Some(Ok(frame))) => {
                    if let Ok(data) = frame.into_data() {
                        self.read.push(data);
                    }
                    if self.read.len() > limit {
                        return Poll::Ready(too_large());
                    }
                }
                Poll::Ready(Some(Err(error))) if error.is::<LengthLimitError>() => return Poll::Ready(too_large()),
                Poll::Ready(Some(Err(_))) => {
                    return Poll::Ready(
                        error_response(HttpError::bad_request("There was an error parsing the body")).into(),
                    );
                }
                Poll::Ready(None) => break,
            }
        }
        request.set_body(std::mem::take(&mut self.read).join());
        let Some(request) = self.request.take() else {
            return Poll::Ready(not_found().into());
        };
        Poll::Ready(self.site.call(request, self.number))
    }
}

fn too_large() -> Answer {
    error_response(HttpError::new(StatusCode::PAYLOAD_TOO_LARGE, "Content Too Large")).into()
}

/// The pieces of a body: a single one is not copied.
#[derive(Default)]
struct Chunks {
    first: Bytes,
    rest: BytesMut,
}

impl Chunks {
    fn push(&mut self, data: Bytes) {
        if self.first.is_empty() && self.rest.is_empty() {
            self.first = data;
        } else {
            if self.rest.is_empty() {
                self.rest.extend_from_slice(&self.first);
            }
            self.rest.extend_from_slice(&data);
        }
    }

    fn len(&self) -> usize {
        self.first.len().max(self.rest.len())
    }

    fn join(self) -> Bytes {
        if self.rest.is_empty() {
            self.first
        } else {
            self.rest.freeze()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chunks_join_in_order() {
        let mut chunks = Chunks::default();
        for piece in ["", "ab", "", "c", "def"] {
            chunks.push(Bytes::from_static(piece.as_bytes()));
        }
        assert_eq!(chunks.len(), 6);
        assert_eq!(chunks.join(), "abcdef");
    }
}
