//! Files from a folder: [`StaticFiles`] under a prefix, [`Frontend`] wherever no route answers.

mod accept;
mod files;
mod frontend;
mod root;
#[allow(clippy::module_inception)]
mod static_files;

pub use frontend::{Fallback, Frontend};
pub(crate) use frontend::{FrontendFiles, call};
pub use static_files::StaticFiles;
