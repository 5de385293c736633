//! [`EventItem`]: what an event stream may be of.

use bytes::Bytes;
use serde::Serialize;

use super::ServerSentEvent;
use crate::BoxError;
use crate::model::{Constraints, JsonSchema, Schema, Schemas};
use crate::response::pruned_items::PrunedItems;

/// What an [`EventStream`](super::EventStream) may be of: anything that is JSON, as the data of an event, or whole
/// [`ServerSentEvent`]s.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be an event",
    label = "neither JSON nor a `ServerSentEvent`",
    note = "put `#[model]` on `{Self}`"
)]
pub trait EventItem {
    #[doc(hidden)]
    fn encode(self, pruned: &PrunedItems) -> Result<Bytes, BoxError>;

    /// What the document says of the data; `None`: nothing.
    #[doc(hidden)]
    fn data_schema(schemas: &mut Schemas) -> Option<Schema>;
}

#[diagnostic::do_not_recommend]
impl<T: Serialize + JsonSchema> EventItem for T {
    fn encode(self, pruned: &PrunedItems) -> Result<Bytes, BoxError> {
        pruned.encode(b"data: ", &self, b"\n\n")
    }

    fn data_schema(schemas: &mut Schemas) -> Option<Schema> {
        Some(T::schema(schemas, &Constraints::NONE)).filter(|schema| !schema.is_any())
    }
}

impl EventItem for ServerSentEvent {
    fn encode(self, _: &PrunedItems) -> Result<Bytes, BoxError> {
        self.to_bytes()
    }

    fn data_schema(_: &mut Schemas) -> Option<Schema> {
        None
    }
}
