//! Health endpoints, for whoever starts, stops and sends traffic to the program.

mod answer;
mod config;
mod outcome;

pub use config::Health;
pub use outcome::CheckOutcome;
