//! [`Response`] and the small response types.

use bytes::Bytes;
use http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};

use super::file::media_type::with_charset;
use super::{Body, Cookie, Headers};
use crate::http::find_header;
use crate::logging;

/// A whole answer: status, headers, body.
///
/// ```
/// use fasterapi::{Response, StatusCode};
///
/// let response = Response::new("short and stout").status(StatusCode::IM_A_TEAPOT).header("x-pot", "tea");
/// assert_eq!(response.status_code(), 418);
/// ```
#[derive(Debug, Default)]
pub struct Response {
    pub(crate) status: StatusCode,
    pub(crate) headers: Headers,
    pub(crate) body: Body,
}

impl Response {
    /// 200 with this body and no content type.
    pub fn new(body: impl Into<Body>) -> Self {
        Self {
            status: StatusCode::OK,
            headers: Headers::default(),
            body: body.into(),
        }
    }

    /// An answer without a body.
    pub fn empty(status: StatusCode) -> Self {
        Self {
            status,
            headers: Headers::default(),
            body: Body::empty(),
        }
    }

    /// 200 with this value as JSON. A value that cannot be serialized answers 500 and is logged.
    pub fn json(value: &impl serde::Serialize) -> Self {
        super::json_response(StatusCode::OK, value, Headers::default(), 0)
    }

    /// Sets the status code.
    #[must_use]
    pub fn status(mut self, status: StatusCode) -> Self {
        self.status = status;
        self
    }

    /// Sets a header, replacing others of its name. One that HTTP does not allow makes the whole answer a 500.
    #[must_use]
    pub fn header<N, V>(mut self, name: N, value: V) -> Self
    where
        N: TryInto<HeaderName>,
        V: TryInto<HeaderValue>,
    {
        match (name.try_into(), value.try_into()) {
            (Ok(name), Ok(value)) => {
                self.headers.insert(name, value);
                self
            }
            (Ok(name), Err(_)) => Self::fault(format!("the value of the header {name} is not one")),
            (Err(_), _) => Self::fault("the name of a header is not one".to_owned()),
        }
    }

    /// Sets the media type; text is UTF-8 unless it says otherwise.
    #[must_use]
    pub fn media_type(self, media_type: &str) -> Self {
        match with_charset(media_type) {
            Some(value) => self.header(header::CONTENT_TYPE, value),
            None => Self::fault(format!("{media_type:?} is not a media type")),
        }
    }

    /// Sets a cookie. One that HTTP does not allow makes the whole answer a 500.
    #[must_use]
    pub fn cookie(mut self, cookie: Cookie) -> Self {
        match cookie.header() {
            Ok(value) => {
                self.headers.append(header::SET_COOKIE, value);
                self
            }
            Err(reason) => Self::fault(reason),
        }
    }

    /// Makes the browser forget a cookie of `path=/`; for another path or a domain, set [`Cookie::removal`].
    #[must_use]
    pub fn delete_cookie(self, name: &str) -> Self {
        self.cookie(Cookie::removal(name))
    }

    /// The status code.
    pub fn status_code(&self) -> StatusCode {
        self.status
    }

    /// The headers.
    pub fn headers(&self) -> &HeaderMap {
        &self.headers
    }

    /// The headers, to change.
    pub fn headers_mut(&mut self) -> &mut HeaderMap {
        &mut self.headers
    }

    /// The body.
    pub fn body(&self) -> &Body {
        &self.body
    }

    /// The body, taken out.
    pub fn into_body(self) -> Body {
        self.body
    }

    /// Without a `Content-Length` that is not the body's: the client would take the next answer for part of this one, or
    /// wait for more. An answer without a body may have one, of what a GET would give.
    #[inline]
    pub(crate) fn with_true_length(mut self) -> Self {
        if let Some(length) = find_header(&self.headers, &header::CONTENT_LENGTH)
            && let Some(body @ [_, ..]) = self.body.as_bytes()
            && length.to_str().ok().and_then(|length| length.parse().ok()) != Some(body.len())
        {
            logging::error(format_args!(
                "an answer of {} bytes has the header content-length: {}; leave it out",
                body.len(),
                String::from_utf8_lossy(length.as_bytes())
            ));
            self.headers.remove(header::CONTENT_LENGTH);
        }
        self
    }

    #[inline(always)]
    pub(crate) fn into_http(self) -> http::Response<Body> {
        self.headers.complete(self.status, self.body)
    }

    pub(crate) fn from_http(response: http::Response<Body>) -> Self {
        let (parts, body) = response.into_parts();
        Self {
            status: parts.status,
            headers: parts.headers.into(),
            body,
        }
    }
}

/// `text/html; charset=utf-8`.
#[derive(Debug, Clone)]
pub struct Html<T>(pub T);

/// `text/plain; charset=utf-8`.
#[derive(Debug, Clone)]
pub struct PlainText<T>(pub T);

/// `text/html; charset=utf-8`.
pub(super) const HTML: HeaderValue = HeaderValue::from_static("text/html; charset=utf-8");

/// `text/plain; charset=utf-8`.
pub(super) const PLAIN: HeaderValue = HeaderValue::from_static("text/plain; charset=utf-8");

#[inline]
pub(super) fn text(status: StatusCode, body: Bytes, content_type: HeaderValue, mut headers: Headers) -> Response {
    headers.insert(header::CONTENT_TYPE, content_type);
    Response {
        status,
        headers,
        body: body.into(),
    }
}
