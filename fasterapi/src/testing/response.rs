//! [`TestResponse`].

use bytes::Bytes;
use http::{HeaderMap, StatusCode};
use serde::de::DeserializeOwned;

/// A whole answer.
#[derive(Debug, Clone)]
pub struct TestResponse {
    status: StatusCode,
    headers: HeaderMap,
    body: Bytes,
}

impl TestResponse {
    pub(super) fn new(status: StatusCode, headers: HeaderMap, body: Bytes) -> Self {
        Self { status, headers, body }
    }

    /// The status code.
    pub fn status(&self) -> StatusCode {
        self.status
    }

    /// The headers.
    pub fn headers(&self) -> &HeaderMap {
        &self.headers
    }

    /// The first header of this name, as text.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name)?.to_str().ok()
    }

    /// The body.
    pub fn bytes(&self) -> &Bytes {
        &self.body
    }

    /// The body as text.
    ///
    /// # Panics
    /// When it is not UTF-8.
    pub fn text(&self) -> &str {
        std::str::from_utf8(&self.body).unwrap_or_else(|error| panic!("the body is not text: {error}"))
    }

    /// The body read from JSON.
    ///
    /// # Panics
    /// When it is not JSON of this type; the message shows the answer.
    pub fn json<T: DeserializeOwned>(&self) -> T {
        serde_json::from_slice(&self.body).unwrap_or_else(|error| {
            panic!("the body is not the JSON asked for: {error}\n{}", self.summary());
        })
    }

    /// Goes on only with this status code.
    ///
    /// # Panics
    /// With any other; the message shows the answer.
    #[track_caller]
    pub fn assert_status(self, status: u16) -> Self {
        assert!(
            self.status.as_u16() == status,
            "expected {status}, but the answer is\n{}",
            self.summary()
        );
        self
    }

    pub(super) fn summary(&self) -> String {
        let headers: String = self
            .headers
            .iter()
            .map(|(name, value)| format!("{name}: {value:?}\n"))
            .collect();
        format!("{}\n{headers}\n{}", self.status, String::from_utf8_lossy(&self.body))
    }
}
