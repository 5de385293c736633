//! Mounts: another app under a prefix.

use std::sync::Arc;

use crate::app::{App, BuildError, Site};

/// What may be mounted under a prefix: an [`App`] of its own, with its own document and docs.
pub trait Mountable {
    #[doc(hidden)]
    fn into_target(self) -> Result<MountTarget, BuildError>;
}

impl Mountable for App {
    fn into_target(self) -> Result<MountTarget, BuildError> {
        Ok(MountTarget(self.into_site()?))
    }
}

/// A compiled mount target.
#[derive(Debug)]
pub struct MountTarget(pub(crate) Arc<Site>);

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
