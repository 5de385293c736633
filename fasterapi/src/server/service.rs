//! [`MakeService`]: what the server serves.

use std::convert::Infallible;

use http::{Request, Response};
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

/// Answers the requests of one connection, whose bodies are hyper's or have been made something of. Any service that
/// does is one.
pub(crate) trait Answers:
    Service<Request<Incoming>, Response = Response<Body>, Error = Infallible, Future: Send + Unpin>
    + Service<Request<Body>, Response = Response<Body>, Error = Infallible, Future: Send + Unpin>
    + Refuse
    + Send
    + Unpin
    + 'static
{
}

impl<S> Answers for S where
    S: Service<Request<Incoming>, Response = Response<Body>, Error = Infallible, Future: Send + Unpin>
        + Service<Request<Body>, Response = Response<Body>, Error = Infallible, Future: Send + Unpin>
        + Refuse
        + Send
        + Unpin
        + 'static
{
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
