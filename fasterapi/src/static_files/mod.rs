//! Files from a folder: [`StaticFiles`] under a prefix, [`Frontend`] wherever no route answers.

mod accept;
mod embedded;
mod files;
mod frontend;
mod precompressed;
mod root;
#[allow(clippy::module_inception)]
mod static_files;
mod tree;

pub use embedded::Embedded;
pub use frontend::{Fallback, Frontend};
pub(crate) use frontend::{FrontendFiles, call};
pub use static_files::StaticFiles;
