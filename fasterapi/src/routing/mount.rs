//! Mounts: another app, a folder, or a `tower` service under a prefix.

use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

use crate::app::{App, BuildError, Site};
use crate::request::Request;
use crate::response::Response;

/// What may be mounted under a prefix: an [`App`] of its own, with its own document and docs;
/// [`StaticFiles`](crate::StaticFiles); any `tower::Service` over [`http::Request<Body>`](crate::Body).
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be mounted",
    label = "neither an `App`, nor `StaticFiles`, nor a cloneable `tower::Service` over `http::Request<Body>`"
)]
pub trait Mountable {
    #[doc(hidden)]
    fn into_target(self) -> Result<MountTarget, BuildError>;
}

impl Mountable for App {
    fn into_target(self) -> Result<MountTarget, BuildError> {
        Ok(MountTarget(Inside::App(self.into_site()?)))
    }
}

/// A compiled mount target.
#[derive(Debug)]
pub struct MountTarget(pub(crate) Inside);

impl MountTarget {
    pub(crate) fn service(service: impl Mounted) -> Self {
        Self(Inside::Service(Box::new(service)))
    }

    /// The app, if it is one.
    pub(crate) fn app(&self) -> Option<&Arc<Site>> {
        match &self.0 {
            Inside::App(site) => Some(site),
            Inside::Service(_) => None,
        }
    }
}

/// What is under a prefix.
#[derive(Debug)]
pub(crate) enum Inside {
    App(Arc<Site>),
    Service(Box<dyn Mounted>),
}

/// Something mounted that is no app. The request's route path begins below the prefix.
pub(crate) trait Mounted: fmt::Debug + Send + Sync + 'static {
    fn call(&self, request: Request) -> Pin<Box<dyn Future<Output = Response> + Send>>;
}

/// A mount: the prefix, and what is under it.
#[derive(Debug)]
pub(crate) struct Mount {
    pub(crate) prefix: String,
    pub(crate) target: MountTarget,
}

impl Mount {
    /// Whether the path goes on below the prefix.
    pub(crate) fn takes(&self, path: &str) -> bool {
        path.strip_prefix(self.prefix.as_str())
            .is_some_and(|rest| rest.starts_with('/'))
    }
}
