//! [`Inherited`]: what a route has of its own and through its routers.

use super::{AdditionalResponse, Callback};
use crate::dependency::Guard;
use crate::middleware::RouteChain;
use crate::openapi::RouteInfo;

/// What a route or a router says itself; or, merged, what holds for a route.
#[derive(Debug, Clone)]
pub(crate) struct Inherited {
    pub(crate) tags: Vec<String>,
    pub(crate) dependencies: Vec<Guard>,
    pub(crate) responses: Vec<(String, AdditionalResponse)>,
    pub(crate) callbacks: Vec<Callback>,
    pub(crate) deprecated: bool,
    pub(crate) include_in_schema: bool,
    pub(crate) strict_content_type: Option<bool>,
    pub(crate) max_body_size: Option<usize>,
    /// How operation ids are made.
    pub(crate) unique_id: Option<fn(&RouteInfo<'_>) -> String>,
    pub(crate) middleware: RouteChain,
}

impl Default for Inherited {
    fn default() -> Self {
        Self {
            tags: Vec::new(),
            dependencies: Vec::new(),
            responses: Vec::new(),
            callbacks: Vec::new(),
            deprecated: false,
            include_in_schema: true,
            strict_content_type: None,
            max_body_size: None,
            unique_id: None,
            middleware: RouteChain::default(),
        }
    }
}

impl Inherited {
    /// This inside of `outer`: lists begin with the outer one's, and of two values the inner one counts.
    pub(crate) fn within(&self, outer: &Self) -> Self {
        Self {
            tags: [&outer.tags[..], &self.tags].concat(),
            dependencies: [&outer.dependencies[..], &self.dependencies].concat(),
            responses: [&outer.responses[..], &self.responses].concat(),
            callbacks: [&outer.callbacks[..], &self.callbacks].concat(),
            deprecated: outer.deprecated || self.deprecated,
            include_in_schema: outer.include_in_schema && self.include_in_schema,
            strict_content_type: self.strict_content_type.or(outer.strict_content_type),
            max_body_size: self.max_body_size.or(outer.max_body_size),
            unique_id: self.unique_id.or(outer.unique_id),
            middleware: self.middleware.behind(&outer.middleware),
        }
    }
}
