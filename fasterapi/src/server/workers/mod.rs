//! The threads that serve connections, and how connections come to them.
//!
//! `crew` starts the workers, and `pulse` tells whether each still goes round. `accept` brings connections to a worker's
//! `door`, directly or by way of `spread`; whoever comes when there are enough gets what `crowded` says.

mod accept;
mod crew;
mod crowded;
mod door;
mod pulse;
mod spread;
mod worker;

pub(super) use accept::accept;
pub(super) use crew::{Crew, Ends};
pub(super) use door::Door;
pub(super) use worker::{Common, LAST_WORK, finish};
