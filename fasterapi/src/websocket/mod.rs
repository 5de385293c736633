//! WebSockets: handlers marked with `#[websocket]`, and what they talk through.
//!
//! ```
//! use fasterapi::prelude::*;
//!
//! #[websocket("/echo")]
//! async fn echo(mut ws: WebSocket) -> Result<(), WebSocketError> {
//!     ws.accept().await?;
//!     while let Some(text) = ws.next_text().await? {
//!         ws.send_text(format!("you said {text}")).await?;
//!     }
//!     Ok(())
//! }
//!
//! let app = App::new().routes(routes![echo]).build().unwrap();
//! ```
//!
//! The handler and the protocol share one task: while the handler works, pings are answered, the client's leaving is
//! noticed, and what it sends is read ahead within limits ([`WebSocketConfig`]).

mod accept;
mod argument;
mod config;
mod handshake;
mod inbox;
mod inner;
mod io;
mod message;
mod pings;
mod receive;
mod room;
mod sender;
mod session;
mod shared;
mod socket;
mod state;

pub use accept::Accept;
pub(crate) use argument::Asked;
pub use config::WebSocketConfig;
pub(crate) use handshake::{Handshake, Memory};
pub(crate) use io::Pipe;
pub use message::Message;
pub use room::{Room, Rooms};
pub use sender::WebSocketSender;
pub(crate) use session::{OnFailure, Session};
pub(crate) use shared::Shared;
pub use socket::WebSocket;
pub use state::WebSocketState;

pub use crate::http::{WebSocketDisconnect, WebSocketError, WebSocketException, close_code};
