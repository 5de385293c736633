//! One to many: [`Broadcaster`], for event streams, WebSockets, and whatever else has subscribers.

mod broadcaster;
mod subscription;

pub use broadcaster::Broadcaster;
pub use subscription::Subscription;
