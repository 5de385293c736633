//! What the targets share: an app with models of every kind, and a client that looks at every answer.

pub mod app;
mod client;
pub mod models;

pub use client::{echo, judge, send};
