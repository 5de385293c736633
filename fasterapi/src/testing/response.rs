//! [`TestResponse`].

use bytes::Bytes;
use http::{HeaderMap, StatusCode};
use serde::de::DeserializeOwned;

use super::told::Told;

/// A whole answer.
#[derive(Debug, Clone)]
pub struct TestResponse {
    status: StatusCode,
    headers: HeaderMap,
    body: Bytes,
    url: String,
    history: Vec<TestResponse>,
    #[cfg(feature = "templates")]
    template: Option<(String, serde_json::Value)>,
}

impl TestResponse {
    pub(super) fn new(status: StatusCode, headers: HeaderMap, body: Bytes, url: String, told: Told) -> Self {
        #[cfg(not(feature = "templates"))]
        let _ = told;
        Self {
            status,
            headers,
            body,
            url,
            history: Vec::new(),
            #[cfg(feature = "templates")]
            template: told.template(),
        }
    }

    pub(super) fn after(mut self, history: Vec<Self>) -> Self {
        self.history = history;
        self
    }

    /// The address it was asked of, the last one after redirects.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// The redirects that led here, first to last.
    pub fn history(&self) -> &[Self] {
        &self.history
    }

    /// The template that was rendered for it.
    #[cfg(feature = "templates")]
    pub fn template(&self) -> Option<&str> {
        Some(&self.template.as_ref()?.0)
    }

    /// What the template was rendered with: its context and those of the context processors, without `request`.
    #[cfg(feature = "templates")]
    pub fn context(&self) -> Option<&serde_json::Value> {
        Some(&self.template.as_ref()?.1)
    }

    /// The value of a cookie that this answer sets.
    pub fn cookie(&self, name: &str) -> Option<&str> {
        let lines = self.headers.get_all(http::header::SET_COOKIE).iter();
        let pairs = lines.filter_map(|line| line.to_str().ok()?.split(';').next()?.split_once('='));
        pairs.rev().find(|(key, _)| *key == name).map(|(_, value)| value)
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
    #[track_caller]
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

    /// Goes on only with this JSON body.
    ///
    /// # Panics
    /// With any other; the message shows the answer.
    #[track_caller]
    #[allow(clippy::needless_pass_by_value)]
    pub fn assert_json(self, expected: serde_json::Value) -> Self {
        let found: Option<serde_json::Value> = serde_json::from_slice(&self.body).ok();
        assert!(
            found.as_ref() == Some(&expected),
            "expected the JSON {expected}, but the answer is\n{}",
            self.summary()
        );
        self
    }

    /// Goes on only with this text as the body.
    ///
    /// # Panics
    /// With any other; the message shows the answer.
    #[track_caller]
    pub fn assert_text(self, expected: &str) -> Self {
        assert!(
            self.body == expected.as_bytes(),
            "expected the text {expected:?}, but the answer is\n{}",
            self.summary()
        );
        self
    }

    /// Goes on only with a header of this name and value.
    ///
    /// # Panics
    /// With any other; the message shows the answer.
    #[track_caller]
    pub fn assert_header(self, name: &str, expected: &str) -> Self {
        let mut values = self.headers.get_all(name).iter();
        assert!(
            values.any(|value| value.as_bytes() == expected.as_bytes()),
            "expected the header {name}: {expected}, but the answer is\n{}",
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
        format!(
            "{} of {}\n{headers}\n{}",
            self.status,
            self.url,
            String::from_utf8_lossy(&self.body)
        )
    }
}
