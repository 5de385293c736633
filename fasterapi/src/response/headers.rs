//! [`Headers`]: the headers of an answer.

use std::cell::Cell;
use std::fmt;
use std::mem;
use std::ops::{Deref, DerefMut};

use http::response::Parts;
use http::{HeaderMap, Response, StatusCode};

use crate::spare::{self, Spare};

thread_local! {
    static SPARE: Spare<Parts> = const { Cell::new(None) };
}

/// The headers of an answer: a [`HeaderMap`] that moves as a pointer.
///
/// A map has 96 bytes, and an answer goes through many hands: handler, middleware, server.
pub struct Headers(Box<Parts>);

fn new_parts() -> Parts {
    Response::new(()).into_parts().0
}

impl Headers {
    /// Takes what is in `map`.
    #[inline]
    pub(crate) fn out_of(map: &mut HeaderMap) -> Self {
        let mut headers = Self::default();
        // a new map owns nothing
        spare::fill(&mut headers.0.headers, mem::take(map));
        headers
    }

    /// The answer with this status and body, for the server.
    #[inline(always)]
    pub(crate) fn complete<B>(self, status: StatusCode, body: B) -> Response<B> {
        let mut place = self.0;
        place.status = status;
        let parts = mem::replace(&mut *place, new_parts());
        spare::leave(&SPARE, place);
        Response::from_parts(parts, body)
    }

    /// The map itself.
    pub fn into_map(mut self) -> HeaderMap {
        mem::take(&mut self.0.headers)
    }
}

impl Default for Headers {
    #[inline]
    fn default() -> Self {
        Self(spare::take(&SPARE).unwrap_or_else(|| Box::new(new_parts())))
    }
}

impl Clone for Headers {
    fn clone(&self) -> Self {
        Self(self.0.clone())
    }
}

impl From<HeaderMap> for Headers {
    fn from(mut map: HeaderMap) -> Self {
        Self::out_of(&mut map)
    }
}

impl From<Headers> for HeaderMap {
    fn from(headers: Headers) -> Self {
        headers.into_map()
    }
}

impl Deref for Headers {
    type Target = HeaderMap;

    #[inline]
    fn deref(&self) -> &HeaderMap {
        &self.0.headers
    }
}

impl DerefMut for Headers {
    #[inline]
    fn deref_mut(&mut self) -> &mut HeaderMap {
        &mut self.0.headers
    }
}

impl fmt::Debug for Headers {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.headers.fmt(f)
    }
}

#[cfg(test)]
mod tests {
    use http::HeaderValue;
    use http::header::{ACCEPT, ETAG};

    use super::*;

    #[test]
    fn nothing_of_an_answer_is_in_the_next() {
        let mut first = Headers::default();
        first.insert(ETAG, HeaderValue::from_static("\"1\""));
        let place: *const HeaderMap = &*first;
        let answer = first.complete(StatusCode::NOT_FOUND, "body");
        assert_eq!((answer.status(), *answer.body()), (StatusCode::NOT_FOUND, "body"));
        assert_eq!(answer.headers()[ETAG], "\"1\"");
        let mut map = answer.headers().clone();
        let mut second = Headers::out_of(&mut map);
        assert_eq!((&raw const *second, second.len(), map.len()), (place, 1, 0));
        second.append(ACCEPT, HeaderValue::from_static("*/*"));
        let answer = second.complete(StatusCode::OK, ());
        assert_eq!((answer.status(), answer.headers().len()), (StatusCode::OK, 2));
        assert!(Headers::default().is_empty());
    }
}
