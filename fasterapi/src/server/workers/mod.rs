//! The threads that serve connections, and how connections come to them.
//!
//! `crew` starts the workers. `accept` brings connections to a worker's `door`, directly or by way of `spread`; `seats`
//! counts them over all workers.

pub(super) mod accept;
pub(super) mod crew;
mod crowded;
pub(super) mod door;
mod pulse;
pub(super) mod seats;
pub(super) mod spread;
pub(super) mod worker;
