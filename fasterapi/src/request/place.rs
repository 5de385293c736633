//! The place of a request: one box, which the next request of the thread takes over.

use std::cell::Cell;

use http::request::Parts;
use http::{Extensions, HeaderMap, Method, Uri, Version};

use super::request::Inner;
use super::{Client, PathParams, Request};
use crate::response::{Body, Headers};
use crate::spare::{self, Spare};

thread_local! {
    static SPARE: Spare<Inner> = const { Cell::new(None) };
}

impl Inner {
    /// A place as good as new. Its parts and its body own nothing.
    #[inline]
    pub(super) fn place() -> Box<Self> {
        spare::take(&SPARE).unwrap_or_else(|| Box::new(Self::vacant()))
    }

    #[cold]
    fn vacant() -> Self {
        let (parts, ()) = http::Request::new(()).into_parts();
        Self {
            parts,
            body: Body::empty(),
            form: None,
            streamed: false,
            hangup: None,
            client: Client::Unknown,
            peer: Client::Unknown,
            proxied: false,
            scheme: "http",
            decoded: None,
            root_path: None,
            base: 0,
            consumed: 0,
            restored: 0,
            params: PathParams::default(),
            operation: usize::MAX,
            site: None,
            outermost: None,
            observation: None,
        }
    }

    /// Makes it as good as new. Every field is named, so that none can be forgotten: what one request leaves here, the
    /// next one has.
    #[inline]
    fn vacate(&mut self) {
        let Self {
            parts,
            body,
            form,
            streamed,
            hangup,
            client,
            peer,
            proxied,
            scheme,
            decoded,
            root_path,
            base,
            consumed,
            restored,
            params,
            operation,
            site,
            outermost,
            observation,
        } = self;
        let Parts {
            method,
            uri,
            version,
            headers,
            extensions,
            ..
        } = parts;
        *method = Method::GET;
        *uri = Uri::default();
        *version = Version::HTTP_11;
        // what owns nothing takes longer to be dropped than to be asked
        if headers.capacity() > 0 {
            *headers = HeaderMap::new();
        }
        // its map stays where all was taken out of it, and nobody could tell
        *extensions = Extensions::new();
        if !body.is_empty() {
            *body = Body::empty();
        }
        *form = None;
        *streamed = false;
        *hangup = None;
        (*client, *peer) = (Client::Unknown, Client::Unknown);
        *proxied = false;
        *scheme = "http";
        *decoded = None;
        *root_path = None;
        (*base, *consumed, *restored) = (0, 0, 0);
        params.truncate(0);
        *operation = usize::MAX;
        *site = None;
        *outermost = None;
        *observation = None;
    }
}

impl Request {
    /// The request is over: leaves its place to the next one.
    #[inline]
    pub(crate) fn retire(mut self) {
        self.0.vacate();
        spare::leave(&SPARE, self.0);
    }

    /// The header map, emptied and taken out, to be used again for the answer.
    #[inline]
    pub(crate) fn recycle_headers(&mut self) -> Headers {
        self.0.parts.headers.clear();
        Headers::out_of(&mut self.0.parts.headers)
    }
}

#[cfg(test)]
mod tests {
    use http::HeaderValue;
    use http::header::HOST;

    use super::*;
    use crate::request::FormData;

    #[test]
    fn nothing_of_a_request_is_in_the_next() {
        let request = http::Request::post("http://a.example/x%20y/z?q=1").body(()).unwrap();
        let (mut parts, ()) = request.into_parts();
        parts.headers.insert(HOST, HeaderValue::from_static("a.example"));
        parts.extensions.insert(1_u8);
        parts.version = Version::HTTP_2;
        let mut request = Request::new(parts, Body::from("body"), Client::Unix);
        let place: *const Inner = &*request.0;
        request.set_form(FormData::new(Vec::new()));
        request.set_scheme("https");
        request.set_proxied();
        request.set_root_path(&"/x y".into(), true);
        request.matched(7);
        let inner = &mut *request.0;
        inner.streamed = true;
        inner.hangup = Some(Default::default());
        inner.base = 3;
        inner.restored = 2;
        for at in 0..9 {
            inner.params.push(at, at + 1);
        }
        let before = format!("{:?}", request.0);
        let new = format!("{:?}", Inner::vacant());
        assert!(before != new && !before.contains("decoded: None"));
        request.retire();
        let next = Inner::place();
        assert_eq!((&raw const *next, format!("{next:?}")), (place, new));
    }
}
