//! Files as answers: validators, conditions, ranges, and the way their bytes take.

#[cfg_attr(not(target_os = "linux"), path = "not_at_hand.rs")]
mod at_hand;
mod conditions;
mod disposition;
mod file_response;
pub(crate) mod media_type;
mod open;
mod range;
mod stream;

pub(crate) use at_hand::AtHand;
pub(crate) use conditions::Conditions;
pub use disposition::Disposition;
pub use file_response::FileResponse;
pub(crate) use file_response::PendingFile;
pub(crate) use open::{Head, OpenFile};
