//! [`JsonLines`].

use std::fmt;
use std::marker::PhantomData;

use futures_core::Stream;
use http::{HeaderValue, StatusCode, header};
use serde::Serialize;

use super::pruned_items::PrunedItems;
use super::streaming::Pieces;
use super::{Body, Items, Respond, Responder, Response, ResponseDescription};
use crate::BoxError;
use crate::model::{Constraints, JsonSchema, Schemas};

/// `application/jsonl`: one JSON value a line, as they come.
///
/// The next item is asked for when the one before it is on its way; the stream is dropped when the client leaves. An error
/// breaks the connection off.
///
/// ```
/// use fasterapi::prelude::*;
///
/// #[model]
/// struct Row {
///     id: u32,
/// }
///
/// #[get("/rows")]
/// async fn rows() -> JsonLines<Row> {
///     JsonLines::new(produce(async |rows| {
///         for id in 0..3 {
///             rows.send(Row { id }).await;
///         }
///     }))
/// }
/// ```
#[must_use]
pub struct JsonLines<T> {
    body: Body,
    pruned: PrunedItems,
    items: PhantomData<fn() -> T>,
}

impl<T> fmt::Debug for JsonLines<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JsonLines")
    }
}

impl<T: Serialize + JsonSchema + 'static> JsonLines<T> {
    /// The stream's items.
    pub fn new(stream: impl Stream<Item = T> + Send + 'static) -> Self {
        let pruned = PrunedItems::default();
        let items = pruned.clone();
        let encode = move |item: T| items.encode(b"", &item, b"\n");
        Self::of(Body::new(Pieces(Box::pin(stream), encode)), pruned)
    }

    /// As [`new`](Self::new), of a stream that may fail.
    pub fn try_new<E: Into<BoxError> + 'static>(stream: impl Stream<Item = Result<T, E>> + Send + 'static) -> Self {
        let pruned = PrunedItems::default();
        let items = pruned.clone();
        let encode = move |item: Result<T, E>| items.encode(b"", &item.map_err(Into::into)?, b"\n");
        Self::of(Body::new(Pieces(Box::pin(stream), encode)), pruned)
    }

    fn of(body: Body, pruned: PrunedItems) -> Self {
        Self {
            body,
            pruned,
            items: PhantomData,
        }
    }
}

impl<T: JsonSchema> Responder for JsonLines<T> {
    fn respond(self, answer: Respond) -> Response {
        self.pruned.set(answer.prune);
        let mut headers = answer.headers;
        headers
            .entry(header::CONTENT_TYPE)
            .or_insert(HeaderValue::from_static("application/jsonl"));
        Response {
            status: answer.status.unwrap_or(StatusCode::OK),
            headers,
            body: self.body,
        }
    }

    fn describe(description: &mut ResponseDescription, schemas: &mut Schemas) {
        description.media_type = Some("application/jsonl");
        description.items = Some(Items::Lines(T::schema(schemas, &Constraints::NONE)));
    }
}
