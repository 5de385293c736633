//! HTTP/2: hyper's, with the shutdown and the limits of time that HTTP/1.1 has in [`connection`](super::connection).

mod body;
mod frames;
mod limits;
mod preface;
mod request;
mod sending;
mod serve;
mod service;
mod streams;
mod traffic;
mod watch;

pub use limits::Http2;
pub(super) use preface::{First, PREFACE, first};
pub(super) use serve::{Begun, Settings, serve};
