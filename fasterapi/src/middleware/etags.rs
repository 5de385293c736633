//! [`ETags`]: a client that has the answer already is not sent it again.

use std::hash::{DefaultHasher, Hasher};
use std::ops::ControlFlow;

use http::{HeaderValue, Method, StatusCode, header};

use super::Hook;
use crate::http::{cache_control_says, lists_tag};
use crate::request::Request;
use crate::response::{Body, Response};

/// Gives answers to `GET` and `HEAD` an `ETag` made of their content, and answers 304 without a body to a client whose
/// `If-None-Match` names it (RFC 9110, sections 8.8.3 and 13.1.2).
///
/// The handler runs all the same: this saves the way, not the work. A tag that the handler sets itself is used instead.
/// Left as they are: answers with another status than 200, streams, and those with `Cache-Control: no-store`.
///
/// ```
/// use fasterapi::App;
/// use fasterapi::middleware::ETags;
///
/// let app = App::new().middleware(ETags);
/// # let _ = app;
/// ```
#[derive(Debug, Clone, Copy, Default)]
pub struct ETags;

impl Hook for ETags {
    /// The tags that the client has; `None` when its method is another.
    type Kept = Option<Vec<HeaderValue>>;

    fn before(&self, request: &mut Request) -> ControlFlow<Response, Self::Kept> {
        let reads = matches!(*request.method(), Method::GET | Method::HEAD);
        let known = || {
            request
                .headers()
                .get_all(header::IF_NONE_MATCH)
                .iter()
                .cloned()
                .collect()
        };
        ControlFlow::Continue(reads.then(known))
    }

    fn after(&self, known: Self::Kept, response: &mut Response) {
        let Some(known) = known else { return };
        if response.status != StatusCode::OK || cache_control_says(&response.headers, "no-store") {
            return;
        }
        let tag = match response.headers.get(header::ETAG) {
            Some(tag) => tag.clone(),
            None => {
                let Some(tag) = response.body.as_bytes().and_then(tag_of) else {
                    return;
                };
                response.headers.insert(header::ETAG, tag.clone());
                tag
            }
        };
        if known.iter().any(|list| lists_tag(list, &tag)) {
            response.status = StatusCode::NOT_MODIFIED;
            response.body.replace(Body::empty());
            for name in [header::CONTENT_TYPE, header::CONTENT_LENGTH, header::CONTENT_ENCODING] {
                response.headers.remove(name);
            }
        }
    }
}

/// The length and a hash, the same in every process of one build; another build asks clients to fetch anew at worst.
fn tag_of(bytes: &[u8]) -> Option<HeaderValue> {
    let mut hasher = DefaultHasher::new();
    hasher.write(bytes);
    HeaderValue::try_from(format!("\"{:x}-{:016x}\"", bytes.len(), hasher.finish())).ok()
}
