//! Reading the body of a request, up to a limit.

use std::future::poll_fn;
use std::pin::Pin;

use bytes::{Bytes, BytesMut};
use http_body::Body as _;

use crate::http::HttpError;
use crate::request::broken;
use crate::response::Body;

/// Reads `body` to its end.
///
/// # Errors
/// 413 when it is longer than `limit` bytes, or than a middleware allows; 400 when it does not come whole, 408 when it
/// does not come in time.
pub(super) async fn read_body(body: &mut Body, limit: usize) -> Result<Bytes, HttpError> {
    if body.size_hint().lower() > limit as u64 {
        return Err(HttpError::too_large());
    }
    let mut read = Chunks::default();
    while let Some(frame) = poll_fn(|cx| Pin::new(&mut *body).poll_frame(cx)).await {
        match frame {
            Ok(frame) => {
                if let Ok(data) = frame.into_data() {
                    read.push(data);
                }
            }
            Err(error) => return Err(broken(&error)),
        }
        if read.len() > limit {
            return Err(HttpError::too_large());
        }
    }
    Ok(read.join())
}

/// The pieces of a body: a single one is not copied.
#[derive(Default)]
struct Chunks {
    first: Bytes,
    rest: BytesMut,
}

impl Chunks {
    fn push(&mut self, data: Bytes) {
        if self.first.is_empty() && self.rest.is_empty() {
            self.first = data;
        } else {
            if self.rest.is_empty() {
                self.rest.extend_from_slice(&self.first);
            }
            self.rest.extend_from_slice(&data);
        }
    }

    fn len(&self) -> usize {
        self.first.len().max(self.rest.len())
    }

    fn join(self) -> Bytes {
        if self.rest.is_empty() {
            self.first
        } else {
            self.rest.freeze()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chunks_join_in_order() {
        let mut chunks = Chunks::default();
        for piece in ["", "ab", "", "c", "def"] {
            chunks.push(Bytes::from_static(piece.as_bytes()));
        }
        assert_eq!(chunks.len(), 6);
        assert_eq!(chunks.join(), "abcdef");
    }
}
