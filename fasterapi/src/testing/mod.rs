//! [`TestClient`]: talks to an app in process, without sockets.
//!
//! ```
//! use fasterapi::prelude::*;
//! use fasterapi::testing::TestClient;
//!
//! #[get("/items/{item_id}")]
//! async fn read_item(item_id: u64) -> u64 {
//!     item_id
//! }
//!
//! let client = TestClient::new(App::new().routes(routes![read_item])).unwrap();
//! let response = client.get("/items/5").send();
//! assert_eq!(response.status(), 200);
//! assert_eq!(response.json::<u64>(), 5);
//! ```

mod blocking;
mod client;
mod cookies;
mod lifespan;
mod multipart;
mod redirect;
mod request;
mod response;
mod stream;
mod told;
#[cfg(feature = "websockets")]
mod websocket;
#[cfg(feature = "websockets")]
mod websocket_blocking;
#[cfg(feature = "websockets")]
mod websocket_request;

pub use client::TestClient;
pub use lifespan::{Started, Step};
pub use multipart::MultipartForm;
pub use request::RequestBuilder;
pub use response::TestResponse;
pub use stream::{TestEvent, TestStream};
#[cfg(feature = "websockets")]
pub use websocket::AsyncTestWebSocket;
#[cfg(feature = "websockets")]
pub use websocket_blocking::TestWebSocket;
#[cfg(feature = "websockets")]
pub use websocket_request::WebSocketBuilder;

#[cfg(test)]
mod tests;
