//! [`MakeService`]: what the server serves.

use std::convert::Infallible;

use http::{Request, Response};
use hyper::body::Incoming;
use hyper::service::Service;

use crate::request::{Client, Hangup, Relay};
use crate::response::Body;

/// Refuses requests that are larger than the app or the server allows.
pub(crate) trait Refuse {
    /// How many bytes a head has, at least, that is refused.
    fn refuses_from(&self) -> usize;

    /// What answers the request, if it is too large.
    fn refuse(&self, request: &Request<Incoming>) -> Option<Response<Body>>;

    /// Notes what a request was refused with, where somebody watches.
    fn note(&self, _request: &Request<Incoming>, refusal: Response<Body>) -> Response<Body> {
        refusal
    }
}

/// Makes the service of one connection, cheaply: a pointer clone. Any such function is one.
pub(crate) trait MakeService: Clone + Send + Sync + 'static {
    /// Answers the requests of one connection.
    type Service: Service<Request<Incoming>, Response = Response<Body>, Error = Infallible, Future: Send + Unpin>
        + Refuse
        + Send
        + Unpin
        + 'static;

    /// The service for a connection from `client`, with the proxy that told of it; and who wants to hear of its end.
    fn make(&self, client: Client, relay: Option<Relay>) -> (Self::Service, Option<Hangup>);
}

impl<F, S> MakeService for F
where
    F: Fn(Client, Option<Relay>) -> (S, Option<Hangup>) + Clone + Send + Sync + 'static,
    S: Service<Request<Incoming>, Response = Response<Body>, Error = Infallible, Future: Send + Unpin>
        + Refuse
        + Send
        + Unpin
        + 'static,
{
    type Service = S;

    fn make(&self, client: Client, relay: Option<Relay>) -> (S, Option<Hangup>) {
        self(client, relay)
    }
}
