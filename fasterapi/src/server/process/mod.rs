//! The server as a process: signals, the watch over the workers, what systemd is told (`notify`), and another process
//! that takes its place (`restart`, `handover`).

#[cfg(unix)]
mod handover;
mod notify;
mod restart;
mod signals;
mod supervise;

#[cfg(unix)]
pub(super) use handover::{Predecessor, inherit};
pub(super) use notify::notify;
pub(super) use restart::Restart;
pub(super) use signals::Signals;
pub(super) use supervise::{End, Supervisor};
