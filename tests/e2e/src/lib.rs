//! Child processes for the end-to-end tests: the shop's binary, nginx, and the tools that look at them.
//!
//! Every port is free when it is chosen, nothing sleeps longer than it must, and what was started ends with its value.

mod http;
mod nginx;
mod server;
mod tools;

pub use http::{Answer, request};
pub use nginx::{Nginx, Prefix};
pub use server::Shop;
pub use tools::{Scratch, free_port, node, python_tool, run, wait_until};
