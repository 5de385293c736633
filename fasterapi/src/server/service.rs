//! [`MakeService`]: what the server serves.

use std::convert::Infallible;

use http::{Request, Response};
use http_body::Body as _;
use hyper::body::Incoming;
use hyper::service::Service;

use crate::request::{Client, Hangup, Via};
use crate::response::Body;

/// Refuses requests that are larger than the app or the server allows.
pub(crate) trait Refuse {
    /// How many bytes a head has, at least, that is refused.
    fn refuses_from(&self) -> usize;

    /// What answers the request, if it is too large.
    fn refuse<B>(&self, request: &Request<B>) -> Option<Response<Body>>;

    /// Notes what a request was refused with, where somebody watches.
    fn note<B>(&self, _request: &Request<B>, refusal: Response<Body>) -> Response<Body> {
        refusal
    }
}

/// What a connection has to know of a request.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Asked {
    /// Whether it has a body, which may come while the answer goes.
    pub(crate) uploads: bool,
    /// Whether it asks for another protocol.
    pub(crate) upgrades: bool,
}

impl Asked {
    /// What hyper's request asks for.
    pub(super) fn of(request: &Request<Incoming>) -> Self {
        Self {
            uploads: !request.body().is_end_stream(),
            // hyper puts nothing there but the way to upgrade
            upgrades: !request.extensions().is_empty(),
        }
    }
}

/// An answer under way that knows its request: one that is lent before it moves to the app is copied once more.
pub(crate) trait Answering: Future<Output = crate::Response> {
    fn asked(&self) -> Asked;
}

/// Answers the requests of one connection: as a hyper service where something has been made of their bodies, with
/// [`answer`](Self::answer) where they are hyper's.
pub(crate) trait Answers:
    Service<Request<Body>, Response = Response<Body>, Error = Infallible, Future: Send + Unpin>
    + Refuse
    + Send
    + Unpin
    + 'static
{
    /// The answer under way. It gives one of ours, as hyper's is larger, and so is best made where it is handed over.
    type Answer: Answering + Send + Unpin;

    /// Answers a request that came over HTTP/1.1.
    fn answer(&self, request: Request<Incoming>) -> Self::Answer;
}

/// Makes the service of one connection, cheaply: a pointer clone. Any such function is one.
pub(crate) trait MakeService: Clone + Send + Sync + 'static {
    /// Answers the requests of one connection.
    type Service: Answers;

    /// The service for a connection from `client`, with what it came through; and who wants to hear of its end.
    fn make(&self, client: Client, via: Via) -> (Self::Service, Option<Hangup>);
}

impl<F, S> MakeService for F
where
    F: Fn(Client, Via) -> (S, Option<Hangup>) + Clone + Send + Sync + 'static,
    S: Answers,
{
    type Service = S;

    fn make(&self, client: Client, via: Via) -> (S, Option<Hangup>) {
        self(client, via)
    }
}

/// An answer that is there at once, for tests.
#[cfg(test)]
pub(super) struct AtOnce(crate::Response, Asked);

#[cfg(test)]
impl AtOnce {
    pub(super) fn new(answer: impl Into<Body>, asked: Asked) -> Self {
        Self(crate::Response::new(answer), asked)
    }
}

#[cfg(test)]
impl Future for AtOnce {
    type Output = crate::Response;

    fn poll(mut self: std::pin::Pin<&mut Self>, _: &mut std::task::Context<'_>) -> std::task::Poll<crate::Response> {
        std::task::Poll::Ready(std::mem::take(&mut self.0))
    }
}

#[cfg(test)]
impl Answering for AtOnce {
    fn asked(&self) -> Asked {
        self.1
    }
}
