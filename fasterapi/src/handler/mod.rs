//! What the macros target: a [`Handler`] describes itself once and answers requests from its [`Scope`].

mod answer;
mod attributes;
mod body_parts;
mod description;
mod handler_trait;
mod inherited;
mod scope;

pub use answer::{Answer, run_blocking};
pub(crate) use attributes::ResponseModel;
pub use attributes::{AdditionalResponse, Callback, IntoStatusCode, RouteAttributes};
pub use description::{DependencyNode, Description, Encoding, ParamUse, SecurityUse};
pub use handler_trait::Handler;
pub(crate) use inherited::Inherited;
pub(crate) use scope::BodyInput;
pub use scope::Scope;
