//! [`Requests`]: hands the requests of an HTTP/2 connection to the app.

use std::convert::Infallible;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};

use http::{Request, Response};
use hyper::body::{Body as _, Incoming};
use hyper::service::Service;

use super::body::{Pace, Timely};
use super::request::translate;
use super::sending::Sending;
use super::streams::Streams;
use crate::response::Body;
use crate::server::quota::Quota;
use crate::server::service::Answers;

/// Hands the requests of a connection to `service`.
#[derive(Debug)]
pub(super) struct Requests<S> {
    pub(super) service: S,
    pub(super) quota: Option<Arc<Quota>>,
    pub(super) streams: Streams,
    pub(super) body_pace: Pace,
    /// How many header fields a request may have.
    pub(super) fields: usize,
}

impl<S: Answers> Service<Request<Incoming>> for Requests<S> {
    type Response = Response<Sending>;
    type Error = Infallible;
    type Future = Answer<<S as Service<Request<Body>>>::Future>;

    fn call(&self, request: Request<Incoming>) -> Self::Future {
        if let Some(quota) = &self.quota {
            quota.count();
        }
        let (mut parts, body) = request.into_parts();
        let refusal = translate(&mut parts, self.fields).map(|refusal| refusal.into_http());
        let body = if body.is_end_stream() {
            Body::empty()
        } else {
            Body::new(Timely::new(body, self.body_pace))
        };
        let request = Request::from_parts(parts, body);
        let stage = match refusal.or_else(|| self.service.refuse(&request)) {
            None => Stage::Asked(self.service.call(request)),
            Some(refusal) => Stage::Refused(Some(self.service.note(&request, refusal))),
        };
        Answer {
            stage,
            streams: self.streams.clone(),
        }
    }
}

/// The answer to a request.
#[derive(Debug)]
pub(super) struct Answer<F> {
    stage: Stage<F>,
    streams: Streams,
}

#[derive(Debug)]
enum Stage<F> {
    Asked(F),
    Refused(Option<Response<Body>>),
}

impl<F: Future<Output = Result<Response<Body>, Infallible>> + Unpin> Future for Answer<F> {
    type Output = Result<Response<Sending>, Infallible>;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        let response = match &mut self.stage {
            Stage::Asked(answer) => match ready!(Pin::new(answer).poll(cx)) {
                Ok(response) => response,
                Err(never) => match never {},
            },
            Stage::Refused(refusal) => refusal.take().unwrap_or_default(),
        };
        let streams = self.streams.clone();
        Poll::Ready(Ok(response.map(|body| Sending::new(body, streams))))
    }
}
