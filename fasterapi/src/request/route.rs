//! The route that a request was matched to.

use super::Request;
use crate::app::BuiltRoute;

impl Request {
    /// Whether the server has begun to stop, and finishes what is under way; false in tests without a server.
    pub fn is_stopping(&self) -> bool {
        self.site().is_some_and(|site| site.pending().is_closing())
    }

    /// The route that answers; `None` in middleware of the app, which runs before a route is looked for.
    pub fn route(&self) -> Option<BuiltRoute<'_>> {
        self.operation().map(BuiltRoute::new)
    }
}
