//! The way of a request that somebody watches.

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

use tracing::Instrument;

use super::Site;
use crate::handler::Answer;
use crate::logging;
use crate::metrics::Counted;
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
        self: &Arc<Self>,
        request: &http::Request<B>,
        client: Client,
        mut refusal: Response,
    ) -> http::Response<Body> {
        if self.is_observed() {
            let observation = Arc::new(Observation::of_refused(request, client));
            let counted = self.count(&observation);
            observation.answered(self, &mut refusal);
            if let Some(counted) = counted {
                counted.answered(&refusal);
            }
        }
        refusal.into_http()
    }

    /// Counts a request, where there are metrics.
    fn count(self: &Arc<Self>, observation: &Arc<Observation>) -> Option<Counted> {
        let metrics = self.metrics.as_ref()?;
        Some(Counted::begin(metrics, self, observation))
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
        let counted = self.count(&observation);
        let answered = async move {
            let answer = match refusal {
                Some(refusal) => Answer::from(refusal),
                None => Arc::clone(&self).handle(request),
            };
            let mut response = answer.await;
            observation.answered(&self, &mut response);
            if let Some(counted) = counted {
                counted.answered(&response);
            }
            response
        };
        Box::pin(answered.instrument(span))
    }
}
