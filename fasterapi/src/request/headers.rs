//! The headers of a [`Request`] as text, and the cookies in them.

use std::borrow::Cow;

use http::{HeaderValue, header};

use super::{Request, cookies};
use crate::http::HttpError;

impl Request {
    /// The value of the header `name`, in any case; of several lines, the first. Bytes that are not ASCII are read as
    /// Latin-1. All lines are in [`headers`](Self::headers).
    pub fn header(&self, name: &str) -> Option<Cow<'_, str>> {
        self.headers().get(name).map(text_of)
    }

    /// The `Content-Type` as it was sent, parameters included.
    pub fn content_type(&self) -> Option<Cow<'_, str>> {
        self.headers().get(header::CONTENT_TYPE).map(text_of)
    }

    /// Names and values of the cookies, in order; a name that comes again has the value that came last.
    pub fn cookies(&self) -> impl Iterator<Item = (&str, Cow<'_, str>)> {
        cookies::all(self.headers()).into_iter()
    }

    /// The value of the cookie `name`; of several, the last.
    pub fn cookie(&self, name: &str) -> Option<Cow<'_, str>> {
        cookies::find(self.headers(), name)
    }

    /// How many bytes may come out of one of a compressed body.
    #[cfg(feature = "compression")]
    pub(crate) fn max_decompression_ratio(&self) -> u32 {
        self.site().map_or(100, |site| site.config().max_decompression_ratio)
    }

    /// The answer when there are more cookies than [`App::max_cookies`](crate::App::max_cookies) allows.
    pub(crate) fn too_many_cookies(&self) -> Option<HttpError> {
        let most = self.site()?.config().head_limits.cookies;
        cookies::are_more(self.headers(), most)
            .then(|| HttpError::bad_request(format!("Too many cookies. Maximum number is {most}.")))
    }
}

/// A header's value as text: ASCII as it is, other bytes as Latin-1, as Starlette reads them.
pub(crate) fn text_of(value: &HeaderValue) -> Cow<'_, str> {
    let bytes = value.as_bytes();
    // few bytes are looked at sooner than whole words of them
    if bytes.len() <= 32
        && let Ok(text) = value.to_str()
    {
        return Cow::Borrowed(text);
    }
    match std::str::from_utf8(bytes) {
        Ok(text) if text.is_ascii() => Cow::Borrowed(text),
        _ => Cow::Owned(bytes.iter().map(|&byte| char::from(byte)).collect()),
    }
}
