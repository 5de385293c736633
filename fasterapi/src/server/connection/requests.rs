//! [`Requests`]: the way of a connection's requests to the app.

use std::convert::Infallible;
use std::sync::Arc;

use http::{Request, Response};
use hyper::body::Incoming;
use hyper::service::Service;

use super::activity::{Activity, InFlight};
use super::framing;
use super::watched::Watched;
use crate::response::Body;
use crate::server::quota::Quota;
use crate::server::service::{Answers, Asked};

/// Hands the requests of a connection to the app, and notes that they came.
#[derive(Debug)]
pub(super) struct Requests<'c, S> {
    pub(super) service: S,
    pub(super) activity: &'c Arc<Activity>,
    pub(super) quota: Option<&'c Quota>,
    pub(super) refuses_from: usize,
}

impl<'c, S: Answers> Service<Request<Incoming>> for Requests<'c, S> {
    type Response = Response<Body>;
    type Error = Infallible;
    type Future = Watched<'c, S::Answer>;

    #[inline]
    fn call(&self, request: Request<Incoming>) -> Self::Future {
        let in_flight = self.activity.request();
        if let Some(quota) = self.quota {
            quota.count();
        }
        if self.activity.head() >= self.refuses_from {
            return self.look_closer(request, in_flight);
        }
        Watched::new(self.service.answer(request), in_flight)
    }
}

impl<'c, S: Answers> Requests<'c, S> {
    /// Refuses what no app should see, and hands in the rest. Apart, so that the usual request is not lent and can move
    /// to the app without a copy.
    #[cold]
    fn look_closer(&self, request: Request<Incoming>, in_flight: InFlight<'c>) -> Watched<'c, S::Answer> {
        let is_misframed = self.activity.is_misframed();
        let misframed = is_misframed.then(|| framing::refusal(&request)).flatten();
        if let Some(refusal) = misframed.or_else(|| self.service.refuse(&request)) {
            if Asked::of(&request).upgrades {
                self.activity.ask_to_upgrade();
            }
            let refusal = self.service.note(&request, refusal);
            return Watched::refusal(crate::Response::from_http(refusal), in_flight);
        }
        Watched::new(self.service.answer(request), in_flight)
    }
}
