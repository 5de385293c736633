//! Child processes for the end-to-end tests: the shop's binary, ported apps, proxies, and the tools that look at them.
//!
//! Every port is free when it is chosen, nothing sleeps longer than it must, and what was started ends with its value.

mod example;
mod http;
mod nginx;
mod ported;
mod program;
mod proxy;
mod server;
mod tools;

pub use example::Example;
pub use http::{Answer, request, send};
pub use nginx::{Nginx, Prefix};
pub use ported::Ported;
pub use program::Program;
pub use proxy::{Kind, Proxy, Upstreams};
pub use server::Shop;
pub use tools::{Scratch, free_port, node, python_tool, run, wait_until};
