//! The program under attack, and what an operator would look at while it is: its memory, its files, its processor time.

#![cfg(unix)]

mod attacked;
mod gauges;
mod slope;
mod visitors;

pub use attacked::app;
pub use gauges::{allow_descriptors, cpu_seconds, peak_memory, reset_peak_memory, resident_memory};
pub use slope::Slope;
pub use visitors::visit;
