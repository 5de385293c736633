//! The server as a process: signals, the watch over the workers, and another process that takes its place.

#[cfg(unix)]
pub(super) mod handover;
pub(super) mod notify;
pub(super) mod restart;
pub(super) mod signals;
pub(super) mod supervise;
