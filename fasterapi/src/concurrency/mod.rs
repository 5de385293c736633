//! Work that keeps a thread busy, off the threads that serve: functions that block, and functions that compute.

mod blocking;
mod cpu;

pub use blocking::{iterate_blocking, run_blocking};
pub use cpu::{Cancelled, CpuPool, run_cpu};
