//! Server-Sent Events.

mod event;
mod event_stream;
mod item;
mod keep_alive;

pub use event::ServerSentEvent;
pub use event_stream::EventStream;
pub use item::EventItem;
pub(super) use keep_alive::KeepAlive;
