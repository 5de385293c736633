//! [`MakeService`]: what the server serves.

use std::convert::Infallible;

use http::{Request, Response};
use hyper::body::Incoming;
use hyper::service::Service;

use crate::request::{Client, Relay};
use crate::response::Body;

/// Makes the service of one connection, cheaply: a pointer clone. Any `Fn(Client, Option<Relay>) -> impl Service` is one.
pub(crate) trait MakeService: Clone + Send + Sync + 'static {
    /// Answers the requests of one connection.
    type Service: Service<Request<Incoming>, Response = Response<Body>, Error = Infallible, Future: Send + Unpin>
        + Send
        + Unpin
        + 'static;

    /// The service for a connection from `client`, with the proxy that told of it.
    fn make(&self, client: Client, relay: Option<Relay>) -> Self::Service;
}

impl<F, S> MakeService for F
where
    F: Fn(Client, Option<Relay>) -> S + Clone + Send + Sync + 'static,
    S: Service<Request<Incoming>, Response = Response<Body>, Error = Infallible, Future: Send + Unpin>
        + Send
        + Unpin
        + 'static,
{
    type Service = S;

    fn make(&self, client: Client, relay: Option<Relay>) -> S {
        self(client, relay)
    }
}
