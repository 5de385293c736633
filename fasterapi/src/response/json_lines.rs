//! [`JsonLines`].

use std::fmt;
use std::marker::PhantomData;

use bytes::Bytes;
use futures_core::Stream;
use http::{HeaderValue, StatusCode, header};
use serde::Serialize;

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
        Self::of(Body::new(Pieces(Box::pin(stream), |item: T| line(&item))))
    }

    /// As [`new`](Self::new), of a stream that may fail.
    pub fn try_new<E: Into<BoxError> + 'static>(stream: impl Stream<Item = Result<T, E>> + Send + 'static) -> Self {
        let encode = |item: Result<T, E>| line(&item.map_err(Into::into)?);
        Self::of(Body::new(Pieces(Box::pin(stream), encode)))
    }

    fn of(body: Body) -> Self {
        Self {
            body,
            items: PhantomData,
        }
    }
}

fn line(item: &impl Serialize) -> Result<Bytes, BoxError> {
    let mut line = serde_json::to_vec(item)?;
    line.push(b'\n');
    Ok(line.into())
}

impl<T: JsonSchema> Responder for JsonLines<T> {
    fn respond(self, answer: Respond) -> Response {
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
