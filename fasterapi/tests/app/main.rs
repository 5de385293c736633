//! An app as its user sees it, through the public API and without sockets. Parity rows are named where they hold.

mod answers;
mod binding;
mod bodies;
mod build_errors;
mod class_dependencies;
#[cfg(feature = "compression")]
mod compression;
mod concurrency;
mod cors;
mod debug_pages;
#[cfg(feature = "compression")]
mod decompression;
mod dependencies;
mod document;
mod embedded_files;
mod endings;
mod errors;
mod etags;
mod file_responses;
#[cfg(feature = "multipart")]
mod files;
mod folder;
mod forms;
mod given;
mod guards;
mod health;
#[cfg(feature = "multipart")]
mod hostile_forms;
mod hosts;
mod introspection;
#[cfg(feature = "jwt")]
mod jwt;
mod lifespan;
mod limits;
mod links;
mod metrics;
mod middleware;
mod models;
mod mounts;
mod overrides;
mod panics;
mod parameter_models;
mod parameters;
#[cfg(feature = "password")]
mod passwords;
mod proxies;
mod rate_limits;
mod replies;
mod requests;
mod responses;
mod route_middleware;
mod routes;
mod routing;
mod security;
#[cfg(feature = "sessions")]
mod sessions;
mod static_files;
mod streams;
mod targets;
#[cfg(feature = "templates")]
mod templates;
mod test_client;
mod tracing_spans;
mod unattributed;
mod unions;
mod updates;
#[cfg(feature = "sessions")]
mod web_attacks;
#[cfg(feature = "websockets")]
mod websocket_security;

use fasterapi::App;
use fasterapi::testing::TestClient;

fn client(app: App) -> TestClient {
    TestClient::new(app).unwrap_or_else(|error| panic!("{error}"))
}
