//! What is done after an answer: background tasks, then what dependencies left to do.

mod closing;
mod list;
mod outcome;
mod pending;
mod task;
mod tracked;

pub(crate) use closing::{Closing, News};
pub(crate) use list::{After, Ending, guarded};
pub use outcome::Outcome;
pub(crate) use pending::Pending;
pub use task::TaskOutput;
pub(super) use tracked::Tracked;
