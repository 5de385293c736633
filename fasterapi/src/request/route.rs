//! [`MatchedRoute`]: the route that a request was matched to.

use http::Method;

use super::Request;
use crate::app::Operation;

/// The route that answers a request.
#[derive(Debug, Clone, Copy)]
pub struct MatchedRoute<'r>(&'r Operation);

impl<'r> MatchedRoute<'r> {
    /// Its name: that of the function, or what its attribute says.
    pub fn name(&self) -> &'r str {
        &self.0.name
    }

    /// Its path with the parameters in braces, such as `/items/{item_id}`, below the prefix of a mount: the label for a
    /// metric, as it is one for all requests of the route.
    pub fn path(&self) -> &'r str {
        self.0.template.text()
    }

    /// The methods it takes.
    pub fn methods(&self) -> &'r [Method] {
        &self.0.methods
    }
}

impl Request {
    /// The route that answers; `None` in middleware of the app, which runs before a route is looked for.
    pub fn route(&self) -> Option<MatchedRoute<'_>> {
        self.operation().map(MatchedRoute)
    }
}
