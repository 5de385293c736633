//! [`Broadcaster`].

use tokio::sync::broadcast::{Sender, channel};

use super::Subscription;

/// Sends each item to all who have subscribed. Clones are the same; give one to [`App::state`](crate::App::state).
///
/// Nobody waits for anybody: of the last items `capacity` are kept, and a subscriber that is further behind than that
/// is cut off (see [`Subscription`]). So a slow reader costs no memory.
///
/// ```
/// use fasterapi::broadcast::Broadcaster;
/// use fasterapi::prelude::*;
///
/// #[model]
/// struct Price {
///     euros: f64,
/// }
///
/// #[post("/price", status_code = 204)]
/// async fn set(price: Price, prices: State<Broadcaster<Price>>) {
///     prices.send(price);
/// }
///
/// #[get("/prices")]
/// async fn watch(prices: State<Broadcaster<Price>>) -> EventStream<Price> {
///     EventStream::new(prices.subscribe())
/// }
///
/// let app = App::new().state(Broadcaster::<Price>::new(64)).routes(routes![set, watch]).build().unwrap();
/// ```
#[derive(Debug)]
pub struct Broadcaster<T>(Sender<T>);

impl<T> Clone for Broadcaster<T> {
    fn clone(&self) -> Self {
        Self(self.0.clone())
    }
}

impl<T: Clone + Send + 'static> Broadcaster<T> {
    /// One that keeps this many items for subscribers that are behind; at least one, rounded up to a power of two.
    pub fn new(capacity: usize) -> Self {
        Self(channel(capacity.max(1)).0)
    }

    /// Sends an item to all subscribers, and tells how many there are.
    pub fn send(&self, item: T) -> usize {
        // The error says that there are none.
        self.0.send(item).unwrap_or(0)
    }

    /// All items from now on.
    pub fn subscribe(&self) -> Subscription<T> {
        Subscription::new(self.0.subscribe())
    }

    /// How many subscribers there are.
    pub fn subscribers(&self) -> usize {
        self.0.receiver_count()
    }
}
