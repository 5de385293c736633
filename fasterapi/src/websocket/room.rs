//! [`Rooms`]: who hears whom.

use std::collections::HashMap;
use std::fmt;
use std::hash::Hash;
use std::pin::Pin;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, ready};

use bytes::Bytes;
use futures_core::Stream;
use serde::Serialize;
use tokio_websockets::Message as Frames;

use super::{Message, Shared, WebSocket, WebSocketDisconnect, WebSocketError, close_code};
use crate::broadcast::{Broadcaster, Subscription};

/// The connections of an app by room: FastAPI's `ConnectionManager`. Clones are the same; give one to
/// [`App::state`](crate::App::state).
///
/// A room begins with its first member and ends with its last. A message is made once, however many hear it. Nobody
/// waits for a slow member: one that is further behind than the room keeps messages is closed with 1013.
///
/// ```
/// use fasterapi::prelude::*;
/// use fasterapi::websocket::Rooms;
///
/// #[websocket("/ws/{room}")]
/// async fn chat(mut ws: WebSocket, room: String, rooms: State<Rooms>) -> Result<(), WebSocketError> {
///     ws.accept().await?;
///     let room = rooms.join(room, &ws);
///     while let Some(text) = ws.next_text().await? {
///         room.broadcast_text(text);
///     }
///     Ok(())
/// }
///
/// let app = App::new().state(Rooms::<String>::new()).routes(routes![chat]).build().unwrap();
/// ```
pub struct Rooms<K = String>(Arc<Inner<K>>);

struct Inner<K> {
    rooms: Mutex<HashMap<K, Entry>>,
    capacity: usize,
}

/// The number of the next feed; a connection may hear rooms of several kinds, so that all of them count together.
static NUMBERS: AtomicU64 = AtomicU64::new(0);

struct Entry {
    messages: Broadcaster<Frames>,
    members: usize,
}

impl<K> Clone for Rooms<K> {
    fn clone(&self) -> Self {
        Self(Arc::clone(&self.0))
    }
}

impl<K> fmt::Debug for Rooms<K> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Rooms")
    }
}

impl<K> Default for Rooms<K> {
    fn default() -> Self {
        Self::new()
    }
}

impl<K> Rooms<K> {
    /// No rooms yet; each keeps 64 messages for members that are behind.
    pub fn new() -> Self {
        Self::with_capacity(64)
    }

    /// As [`new`](Self::new), with another number of messages.
    pub fn with_capacity(messages: usize) -> Self {
        Self(Arc::new(Inner {
            rooms: Mutex::new(HashMap::new()),
            capacity: messages,
        }))
    }
}

impl<K> Inner<K> {
    fn rooms(&self) -> MutexGuard<'_, HashMap<K, Entry>> {
        self.rooms.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl<K: Eq + Hash + Clone> Rooms<K> {
    /// Makes the connection a member: it hears what is said there until what is returned is dropped.
    pub fn join(&self, room: K, ws: &WebSocket) -> Room<K> {
        let number = NUMBERS.fetch_add(1, Ordering::Relaxed);
        let mut rooms = self.0.rooms();
        let entry = rooms.entry(room.clone()).or_insert_with(|| Entry {
            messages: Broadcaster::new(self.0.capacity),
            members: 0,
        });
        entry.members += 1;
        let messages = entry.messages.clone();
        drop(rooms);
        let feed = Hearing(messages.subscribe());
        ws.shared.add_feed(number, Box::pin(feed));
        Room {
            rooms: self.clone(),
            key: room,
            messages,
            shared: Arc::clone(&ws.shared),
            number,
        }
    }

    /// Says a text to all members of a room, and tells how many there are; 0 when there is no such room.
    pub fn broadcast_text(&self, room: &K, text: impl Into<String>) -> usize {
        self.say(room, Frames::text(text.into()))
    }

    /// Says bytes to all members of a room, and tells how many there are.
    pub fn broadcast_bytes(&self, room: &K, bytes: impl Into<Bytes>) -> usize {
        self.say(room, Frames::binary(bytes.into()))
    }

    /// Says a value, as JSON in a text, to all members of a room, and tells how many there are.
    ///
    /// # Errors
    /// The value cannot be JSON.
    pub fn broadcast_json(&self, room: &K, value: &(impl Serialize + ?Sized)) -> Result<usize, WebSocketError> {
        let json = serde_json::to_string(value).map_err(WebSocketError::Unsendable)?;
        Ok(self.say(room, Frames::text(json)))
    }

    /// How many members a room has.
    pub fn members(&self, room: &K) -> usize {
        self.0.rooms().get(room).map_or(0, |entry| entry.members)
    }

    /// The rooms there are.
    pub fn rooms(&self) -> Vec<K> {
        self.0.rooms().keys().cloned().collect()
    }

    fn say(&self, room: &K, frames: Frames) -> usize {
        let messages = self.0.rooms().get(room).map(|entry| entry.messages.clone());
        messages.map_or(0, |messages| messages.send(frames))
    }

    fn leave(&self, room: &K) {
        let mut rooms = self.0.rooms();
        if let Some(entry) = rooms.get_mut(room) {
            entry.members -= 1;
            if entry.members == 0 {
                rooms.remove(room);
            }
        }
    }
}

/// A connection's membership of a room; it leaves when this is dropped.
#[must_use = "the connection leaves the room when this is dropped"]
pub struct Room<K: Eq + Hash + Clone = String> {
    rooms: Rooms<K>,
    key: K,
    messages: Broadcaster<Frames>,
    shared: Arc<Shared>,
    number: u64,
}

impl<K: Eq + Hash + Clone> fmt::Debug for Room<K> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Room")
    }
}

impl<K: Eq + Hash + Clone> Room<K> {
    /// Says a text to all members, this one too, and tells how many there are.
    pub fn broadcast_text(&self, text: impl Into<String>) -> usize {
        self.messages.send(Frames::text(text.into()))
    }

    /// Says bytes to all members, this one too, and tells how many there are.
    pub fn broadcast_bytes(&self, bytes: impl Into<Bytes>) -> usize {
        self.messages.send(Frames::binary(bytes.into()))
    }

    /// Says a value, as JSON in a text, to all members, this one too, and tells how many there are.
    ///
    /// # Errors
    /// The value cannot be JSON.
    pub fn broadcast_json(&self, value: &(impl Serialize + ?Sized)) -> Result<usize, WebSocketError> {
        let json = serde_json::to_string(value).map_err(WebSocketError::Unsendable)?;
        Ok(self.messages.send(Frames::text(json)))
    }

    /// Says a message to all members, this one too, and tells how many there are.
    pub fn broadcast(&self, message: impl Into<Message>) -> usize {
        self.messages.send(message.into().into())
    }

    /// How many members there are.
    pub fn members(&self) -> usize {
        self.rooms.members(&self.key)
    }
}

impl<K: Eq + Hash + Clone> Drop for Room<K> {
    fn drop(&mut self) {
        self.shared.remove_feed(self.number);
        self.rooms.leave(&self.key);
    }
}

/// What a member hears; it ends with an error when some of it is gone.
struct Hearing(Subscription<Frames>);

impl Stream for Hearing {
    type Item = Result<Frames, WebSocketDisconnect>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let frames = ready!(Pin::new(&mut self.0).poll_next(cx));
        if frames.is_none() && self.0.missed() > 0 {
            let slow = WebSocketDisconnect::new(close_code::WS_1013_TRY_AGAIN_LATER, "too slow");
            return Poll::Ready(Some(Err(slow)));
        }
        Poll::Ready(frames.map(Ok))
    }
}
