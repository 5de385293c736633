//! What the macros target: a [`Handler`] describes itself once and answers requests from its [`Scope`].

mod attributes;
mod description;
mod handler_trait;
mod reply;
mod scope;

pub(crate) use attributes::ResponseModel;
pub use attributes::{AdditionalResponse, IntoStatusCode, RouteAttributes};
pub use description::{DependencyNode, Description, Encoding, ParamUse, SecurityUse};
pub use handler_trait::Handler;
pub use reply::{Reply, reply, run_blocking};
pub(crate) use scope::BodyInput;
pub use scope::Scope;
