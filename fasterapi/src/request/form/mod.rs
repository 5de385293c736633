//! Forms: URL-encoded and multipart bodies, and the files in them.

mod data;
mod encoding;
mod limits;
#[cfg(feature = "multipart")]
mod metered;
#[cfg(feature = "multipart")]
mod multipart;
mod read;
#[cfg(feature = "multipart")]
mod spool;
mod upload;
mod urlencoded;

pub use data::{FormData, FormValue};
pub(crate) use encoding::Encoding;
pub use limits::FormLimits;
#[cfg(feature = "multipart")]
pub(crate) use multipart::read_multipart;
pub use upload::UploadFile;
pub(crate) use urlencoded::read_urlencoded;
