//! HTTPS (`TLS-01` to `TLS-05`).
#![cfg(feature = "tls")]

mod certificates;
mod clients;
mod faults;
mod handshakes;
mod reload;
mod server;
