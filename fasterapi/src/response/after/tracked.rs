//! [`Tracked`]: a body that knows when its last byte is gone.

use std::pin::Pin;
use std::task::{Context, Poll};

use bytes::Bytes;
use http_body::{Body as HttpBody, Frame, SizeHint};

use super::Ending;
use crate::BoxError;
use crate::response::Body;

/// A body with what is to be done after it.
pub(in crate::response) struct Tracked {
    body: Body,
    ending: Ending,
}

impl Tracked {
    pub(super) fn new(body: Body, mut ending: Ending) -> Self {
        // One piece goes out as a whole or not at all; of a stream we hear when it ended.
        if body.as_bytes().is_some() {
            ending.sent();
        }
        Self { body, ending }
    }

    pub(in crate::response) fn body(&self) -> &Body {
        &self.body
    }

    pub(in crate::response) fn body_mut(&mut self) -> &mut Body {
        &mut self.body
    }

    /// Puts another body in the place of this one.
    pub(in crate::response) async fn bytes(mut self) -> Result<Bytes, BoxError> {
        let bytes = std::mem::take(&mut self.body).bytes().await;
        if bytes.is_ok() {
            self.ending.sent();
        }
        bytes
    }

    pub(in crate::response) fn poll_frame(
        &mut self,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, BoxError>>> {
        let poll = Pin::new(&mut self.body).poll_frame(cx);
        if matches!(poll, Poll::Ready(None)) || self.body.is_end_stream() {
            self.ending.sent();
        }
        poll
    }

    pub(in crate::response) fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}
