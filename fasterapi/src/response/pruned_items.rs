//! [`PrunedItems`]: what a route leaves out of its answer, for the items of a stream.

use std::sync::{Arc, OnceLock};

use bytes::Bytes;
use serde::Serialize;

use crate::BoxError;
use crate::model::{JsonSchema, Prune};

/// Known once the handler's answer is made; the stream was made before.
#[derive(Debug, Clone, Default)]
pub struct PrunedItems(Arc<OnceLock<&'static Prune<'static>>>);

impl PrunedItems {
    /// Says what is left out of every item.
    pub(super) fn set(&self, prune: Option<&'static Prune<'static>>) {
        if let Some(prune) = prune {
            let _ = self.0.set(prune);
        }
    }

    /// The item as JSON between `before` and `after`.
    pub(super) fn encode<T: Serialize + JsonSchema>(
        &self,
        before: &[u8],
        item: &T,
        after: &[u8],
    ) -> Result<Bytes, BoxError> {
        let mut bytes = before.to_vec();
        match self.0.get() {
            None => serde_json::to_writer(&mut bytes, item)?,
            Some(prune) => {
                let mut json = serde_json::to_value(item)?;
                prune.apply(item, &mut json);
                serde_json::to_writer(&mut bytes, &json)?;
            }
        }
        bytes.extend_from_slice(after);
        Ok(bytes.into())
    }
}
