//! The way of a request that somebody watches.

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

use tracing::Instrument;

use super::Site;
use crate::handler::Answer;
use crate::logging;
use crate::observe::Observation;
use crate::request::{Client, Request};
use crate::response::{Body, Response};

impl Site {
    /// Whether somebody watches the requests of this app.
    #[inline]
    pub(super) fn is_observed(&self) -> bool {
        self.observed || logging::has_listener()
    }

    /// Notes that a request was refused before it became one.
    pub(super) fn note_refusal<B>(
        &self,
        request: &http::Request<B>,
        client: Client,
        mut refusal: Response,
    ) -> http::Response<Body> {
        if self.is_observed() {
            Observation::of_refused(request, client).answered(self, &mut refusal);
        }
        refusal.into_http()
    }

    /// Answers `request`, or with `refusal` if it is refused already, under the eyes of who watches.
    #[cold]
    pub(super) fn observe(
        self: Arc<Self>,
        mut request: Request,
        refusal: Option<Response>,
    ) -> Pin<Box<dyn Future<Output = Response> + Send>> {
        let observation = Arc::new(Observation::new(&request));
        request.observe(Arc::clone(&observation));
        let span = observation.span().clone();
        let answered = async move {
            let answer = match refusal {
                Some(refusal) => Answer::from(refusal),
                None => Arc::clone(&self).handle(request),
            };
            let mut response = answer.await;
            observation.answered(&self, &mut response);
            response
        };
        Box::pin(answered.instrument(span))
    }
}
