//! Ports of small FastAPI apps, and the judge that compares what they answer with what FastAPI answered.
//!
//! `cargo test -p conformance` judges all of them in process; `cargo run -p conformance -- serve NAME --port N` serves
//! one, for judges that speak HTTP. What is meant to differ stands in `DIFFERENCES.md`.

pub mod answer;
pub mod apps;
pub mod assets;
pub mod client;
pub mod compare;
mod cookies;
pub mod differences;
pub mod document;
pub mod exchange;
pub mod fixture;
pub mod json;
pub mod jwt;
mod multipart;
mod pages;
pub mod probe;
pub mod proxy;
pub mod report;
pub mod request;
pub mod runner;
pub mod setup;
pub mod static_paths;
pub mod verdict;
