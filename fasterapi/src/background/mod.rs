//! Work that a request leaves behind and its client does not wait for.

mod tasks;

pub use crate::response::TaskOutput;
pub use tasks::BackgroundTasks;
