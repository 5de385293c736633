//! HTTP/2 over sockets, without TLS (`SRV-25`).
#![cfg(feature = "http2")]

mod answers;
mod endings;
mod floods;
mod frames;
mod limits;
mod server;
mod strict;
