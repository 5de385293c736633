//! [`App`]: routes and configuration, checked and compiled once by [`App::build`].

#[allow(clippy::module_inception)]
mod app;
mod build;
mod built_route;
mod config;
mod dispatch;
mod documents;
mod error;
mod error_handlers;
mod failures;
mod hosts;
mod lifespan;
mod limits;
mod observed;
mod operation;
mod overrides;
mod plan;
mod read_body;
mod run;
mod service;
mod site;
mod strict;
mod watch;
#[cfg(feature = "websockets")]
mod websockets;

#[cfg(feature = "docs")]
pub use crate::docs::DocsAssets;
pub use app::App;
pub use built_route::BuiltRoute;
pub(crate) use config::Config;
pub use error::BuildError;
pub(crate) use operation::Operation;
pub use service::AppService;
pub use site::Site;
