//! The route that a request was matched to.

use super::Request;
use crate::app::BuiltRoute;

impl Request {
    /// The route that answers; `None` in middleware of the app, which runs before a route is looked for.
    pub fn route(&self) -> Option<BuiltRoute<'_>> {
        self.operation().map(BuiltRoute::new)
    }
}
