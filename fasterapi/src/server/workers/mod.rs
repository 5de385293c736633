//! The threads that serve connections, and how connections come to them.
//!
//! `crew` starts the workers. `accept` brings connections to a worker's `door`, directly or by way of `spread`; `seats`
//! counts them over all workers.

mod accept;
mod crew;
mod crowded;
mod door;
mod pulse;
mod seats;
mod spread;
mod worker;

pub(super) use accept::accept;
pub(super) use crew::{Crew, Ends};
pub(super) use door::Door;
pub(super) use seats::Seats;
pub(super) use spread::Loose;
pub(super) use worker::{Common, LAST_WORK, finish};
