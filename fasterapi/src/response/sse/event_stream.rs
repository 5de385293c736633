//! [`EventStream`].

use std::fmt;
use std::marker::PhantomData;
use std::time::Duration;

use futures_core::Stream;
use http::{HeaderValue, StatusCode, header};

use super::keep_alive::KeepAlive;
use super::{EventItem, ServerSentEvent};
use crate::BoxError;
use crate::model::Schemas;
use crate::response::pruned_items::PrunedItems;
use crate::response::streaming::Pieces;
use crate::response::{Body, Items, Respond, Responder, Response, ResponseDescription};

/// Server-Sent Events: an answer that goes on, for a browser's `EventSource`.
///
/// Each item is the data of one event, as JSON, or a whole [`ServerSentEvent`]. The next item is asked for when the one
/// before it is on its way; the stream is dropped when the client leaves. An error breaks the connection off, and the
/// browser comes back. When the server stops, the stream ends, and the browser comes back to the next one.
///
/// ```
/// use fasterapi::prelude::*;
///
/// #[model]
/// struct Tick {
///     n: u32,
/// }
///
/// #[get("/ticks")]
/// async fn ticks(#[header] last_event_id: Option<u32>) -> EventStream {
///     let start = last_event_id.map_or(0, |last| last + 1);
///     EventStream::new(produce(async move |ticks| {
///         for n in start..3 {
///             ticks.send(ServerSentEvent::new().id(n).data(&Tick { n })).await;
///         }
///     }))
/// }
/// ```
#[must_use]
pub struct EventStream<T = ServerSentEvent> {
    body: Body,
    pruned: PrunedItems,
    ping_interval: Duration,
    items: PhantomData<fn() -> T>,
}

impl<T> fmt::Debug for EventStream<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("EventStream")
    }
}

impl<T: EventItem + 'static> EventStream<T> {
    /// The stream's items.
    pub fn new(stream: impl Stream<Item = T> + Send + 'static) -> Self {
        let pruned = PrunedItems::default();
        let items = pruned.clone();
        Self::of(
            Body::new(Pieces(Box::pin(stream), move |item: T| item.encode(&items))),
            pruned,
        )
    }

    /// As [`new`](Self::new), of a stream that may fail.
    pub fn try_new<E: Into<BoxError> + 'static>(stream: impl Stream<Item = Result<T, E>> + Send + 'static) -> Self {
        let pruned = PrunedItems::default();
        let items = pruned.clone();
        let encode = move |item: Result<T, E>| item.map_err(Into::into)?.encode(&items);
        Self::of(Body::new(Pieces(Box::pin(stream), encode)), pruned)
    }

    /// After how long without an event a comment is sent, so that no proxy thinks the connection dead; 15 seconds by
    /// default, never when zero.
    pub fn ping_interval(mut self, interval: Duration) -> Self {
        self.ping_interval = interval;
        self
    }

    fn of(body: Body, pruned: PrunedItems) -> Self {
        Self {
            body,
            pruned,
            ping_interval: Duration::from_secs(15),
            items: PhantomData,
        }
    }
}

impl<T: EventItem> Responder for EventStream<T> {
    const READS_REQUEST: bool = true;

    fn respond(self, answer: Respond) -> Response {
        self.pruned.set(answer.prune);
        let mut headers = answer.headers;
        for (name, value) in [
            (header::CONTENT_TYPE, "text/event-stream; charset=utf-8"),
            (header::CACHE_CONTROL, "no-cache"),
            // nginx would hold events back
            (header::HeaderName::from_static("x-accel-buffering"), "no"),
        ] {
            headers.entry(name).or_insert(HeaderValue::from_static(value));
        }
        Response {
            status: answer.status.unwrap_or(StatusCode::OK),
            headers,
            body: Body::events(KeepAlive::new(self.body, self.ping_interval)),
        }
    }

    fn describe(description: &mut ResponseDescription, schemas: &mut Schemas) {
        description.media_type = Some("text/event-stream");
        description.items = Some(Items::Events(T::data_schema(schemas)));
    }
}
