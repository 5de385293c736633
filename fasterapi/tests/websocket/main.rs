//! WebSockets as their user sees them, through the public API and without sockets. Parity rows are named where they
//! hold.

#![cfg(feature = "websockets")]

mod build_errors;
mod endings;
mod limits;
mod places;
mod refusals;
mod rooms;
mod talk;

use fasterapi::App;
use fasterapi::testing::TestClient;

fn client(app: App) -> TestClient {
    TestClient::new(app).unwrap_or_else(|error| panic!("{error}"))
}
