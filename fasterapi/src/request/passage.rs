//! What a request notes on its way: the app it is in, the route that was found, who watches.

use std::sync::Arc;

use http::Method;

use super::{PathParams, Request};
use crate::app::Site;
use crate::observe::Observation;

impl Request {
    /// Enters an app, the outermost or a mounted one.
    pub(crate) fn enter(&mut self, site: &Arc<Site>) {
        self.0.site = Some(Arc::clone(site));
    }

    /// Enters an app that is mounted in the one it is in.
    pub(crate) fn enter_mounted(&mut self, site: &Arc<Site>) {
        let outer = self.0.site.replace(Arc::clone(site));
        if self.0.outermost.is_none() {
            self.0.outermost = outer;
        }
    }

    /// What finds the route: the method, the route path, the length of what is in front of it, and where the captures
    /// go. Captures of an app further out are forgotten.
    #[inline]
    pub(crate) fn routing(&mut self) -> (&Method, &str, usize, &mut PathParams) {
        let inner = &mut *self.0;
        inner.params.truncate(0);
        let path = inner.decoded.as_deref().unwrap_or_else(|| inner.parts.uri.path());
        (
            &inner.parts.method,
            &path[inner.consumed..],
            inner.consumed,
            &mut inner.params,
        )
    }

    /// The number of the route that was found.
    pub(crate) fn operation_number(&self) -> usize {
        self.0.operation
    }

    pub(crate) fn consumed(&self) -> usize {
        self.0.consumed
    }

    pub(crate) fn matched(&mut self, operation: usize) {
        self.0.operation = operation;
        if let (Some(observation), Some(site)) = (&self.0.observation, &self.0.site) {
            observation.matched(site, operation);
        }
    }

    /// Somebody watches it.
    pub(crate) fn observe(&mut self, observation: Arc<Observation>) {
        self.0.observation = Some(observation);
    }

    /// Where it is noted what happens to it, if somebody watches.
    pub(crate) fn observation(&self) -> Option<&Observation> {
        self.0.observation.as_deref()
    }
}
