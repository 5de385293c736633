//! [`Compression`]: sends answers compressed, as the client accepts them.

mod accept;
mod encoder;
mod stream;

use std::ops::ControlFlow;

use http::{HeaderMap, HeaderValue, StatusCode, header};
use http_body::Body as _;

use self::accept::Accept;
use self::encoder::{Encoder, Encoding};
use self::stream::Compressed;
use super::Hook;
use crate::http::{cache_control_says, vary_on};
use crate::request::Request;
use crate::response::{Body, Response};

/// Bodies up to this size are compressed at once; larger ones piece by piece, so that no request waits for long.
const AT_ONCE: usize = 128 * 1024;

/// Compresses answers with zstd, brotli or gzip, whichever the client prefers; of equals in this order.
///
/// Left as they are: bodies under 500 bytes, what is encoded already, answers without a body, parts of files (206),
/// events, and types that are compressed in themselves (pictures, sound, films, archives, fonts). A stream is compressed
/// whatever its size, and each of its pieces is sent at once.
///
/// ```
/// use fasterapi::App;
/// use fasterapi::middleware::Compression;
///
/// let app = App::new().middleware(Compression::new().minimum_size(1000));
/// # let _ = app;
/// ```
#[derive(Debug, Clone, Copy)]
#[must_use]
pub struct Compression {
    encodings: &'static [Encoding],
    minimum_size: usize,
}

impl Default for Compression {
    fn default() -> Self {
        Self::new()
    }
}

impl Compression {
    /// zstd, brotli and gzip, from 500 bytes on.
    pub fn new() -> Self {
        Self {
            encodings: &[Encoding::Zstd, Encoding::Brotli, Encoding::Gzip],
            minimum_size: 500,
        }
    }

    /// gzip alone, as FastAPI's `GZipMiddleware`.
    pub fn gzip() -> Self {
        Self {
            encodings: &[Encoding::Gzip],
            ..Self::new()
        }
    }

    /// The smallest body that is compressed, in bytes; 500 by default. Smaller ones fit into a packet or two anyway.
    pub fn minimum_size(mut self, bytes: usize) -> Self {
        self.minimum_size = bytes;
        self
    }
}

impl Hook for Compression {
    type Kept = Accept;

    fn before(&self, request: &mut Request) -> ControlFlow<Response, Accept> {
        ControlFlow::Continue(Accept::of(request.headers(), self.encodings))
    }

    fn after(&self, accept: Accept, response: &mut Response) {
        let size = response.body.size_hint();
        if size.exact().is_some_and(|size| size < self.minimum_size.max(1) as u64) || !may_compress(response) {
            return;
        }
        vary_on(&mut response.headers, HeaderValue::from_static("Accept-Encoding"));
        let Some(encoding) = accept.preferred(self.encodings) else {
            return;
        };
        let body = std::mem::take(&mut response.body);
        response.body = match body.as_bytes() {
            Some(bytes) if bytes.len() <= AT_ONCE => {
                match Encoder::new(encoding).and_then(|encoder| encoder.all(bytes)) {
                    Ok(compressed) => compressed.into(),
                    // Writing into memory does not fail; if it does, the body is as good as before.
                    Err(_) => {
                        response.body = body;
                        return;
                    }
                }
            }
            _ => match Encoder::new(encoding) {
                Ok(encoder) => Body::new(Compressed::new(body, encoder)),
                Err(_) => {
                    response.body = body;
                    return;
                }
            },
        };
        let headers = &mut response.headers;
        headers.insert(header::CONTENT_ENCODING, encoding.name());
        headers.remove(header::CONTENT_LENGTH);
        headers.remove(header::ACCEPT_RANGES);
        weaken_etag(headers);
    }
}

/// Whether the answer is one that can be sent compressed, and gains by it.
fn may_compress(response: &Response) -> bool {
    let headers = &response.headers;
    response.status != StatusCode::PARTIAL_CONTENT
        && response.status != StatusCode::SWITCHING_PROTOCOLS
        && !headers.contains_key(header::CONTENT_ENCODING)
        && !headers.contains_key(header::CONTENT_RANGE)
        && !cache_control_says(headers, "no-transform")
        && !headers.get(header::CONTENT_TYPE).is_some_and(is_compact)
}

/// Types that are compressed in themselves, and events, which must not wait.
fn is_compact(content_type: &HeaderValue) -> bool {
    const TYPES: [&str; 12] = [
        "image/",
        "audio/",
        "video/",
        "font/woff",
        "application/font-woff",
        "application/zip",
        "application/gzip",
        "application/x-gzip",
        "application/zstd",
        "application/x-7z-compressed",
        "application/x-bzip",
        "text/event-stream",
    ];
    let text = content_type.as_bytes();
    let starts_with = |prefix: &str| {
        text.get(..prefix.len())
            .is_some_and(|start| start.eq_ignore_ascii_case(prefix.as_bytes()))
    };
    TYPES.iter().any(|prefix| starts_with(prefix)) && !starts_with("image/svg") && !starts_with("image/bmp")
}

/// The compressed bytes are others than those the tag was made of (RFC 9110, section 8.8.1).
fn weaken_etag(headers: &mut HeaderMap) {
    if let Some(tag) = headers.get_mut(header::ETAG)
        && tag.as_bytes().starts_with(b"\"")
        && let Ok(weak) = HeaderValue::from_bytes(&[b"W/", tag.as_bytes()].concat())
    {
        *tag = weak;
    }
}
