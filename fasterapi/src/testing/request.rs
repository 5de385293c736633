//! [`RequestBuilder`].

use std::future::{Future, IntoFuture};
use std::pin::Pin;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use bytes::Bytes;
use http::{HeaderMap, HeaderName, HeaderValue, Method, header};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use serde::Serialize;

use super::redirect::{Hop, MOST_REDIRECTS};
use super::{MultipartForm, TestClient, TestResponse, TestStream};

/// A request under construction. `.send()` blocks; `.await` does not.
#[derive(Debug)]
#[must_use = "a request does nothing before `.send()` or `.await`"]
pub struct RequestBuilder {
    client: TestClient,
    method: Method,
    target: String,
    headers: HeaderMap,
    body: Bytes,
}

impl RequestBuilder {
    pub(super) fn new(client: TestClient, method: Method, path: &str) -> Self {
        Self {
            headers: client.headers.clone(),
            client,
            method,
            target: path.to_owned(),
            body: Bytes::new(),
        }
    }

    /// Adds a pair to the query string, encoded.
    pub fn query(mut self, name: &str, value: impl ToString) -> Self {
        self.target.push(if self.target.contains('?') { '&' } else { '?' });
        let encode = |text: &str| utf8_percent_encode(text, NON_ALPHANUMERIC).to_string();
        self.target
            .push_str(&format!("{}={}", encode(name), encode(&value.to_string())));
        self
    }

    /// Adds a header.
    ///
    /// # Panics
    /// When HTTP does not allow the name or value.
    pub fn header(mut self, name: impl AsRef<str>, value: impl AsRef<[u8]>) -> Self {
        let name =
            HeaderName::try_from(name.as_ref()).unwrap_or_else(|_| panic!("{:?} is not a header name", name.as_ref()));
        let value = HeaderValue::from_bytes(value.as_ref())
            .unwrap_or_else(|_| panic!("not a header value: {:?}", String::from_utf8_lossy(value.as_ref())));
        self.headers.append(name, value);
        self
    }

    /// Adds a cookie.
    pub fn cookie(self, name: &str, value: &str) -> Self {
        self.header(header::COOKIE, format!("{name}={value}"))
    }

    /// Sends a user's name and password (HTTP Basic).
    pub fn basic_auth(self, user: &str, password: &str) -> Self {
        let credentials = BASE64.encode(format!("{user}:{password}"));
        self.header(header::AUTHORIZATION, format!("Basic {credentials}"))
    }

    /// Sends a bearer token.
    pub fn bearer_auth(self, token: &str) -> Self {
        self.header(header::AUTHORIZATION, format!("Bearer {token}"))
    }

    /// Sends this value as JSON.
    ///
    /// # Panics
    /// When the value cannot be serialized.
    pub fn json(mut self, value: &impl Serialize) -> Self {
        self.headers
            .insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
        self.body = serde_json::to_vec(value)
            .unwrap_or_else(|error| panic!("not JSON: {error}"))
            .into();
        self
    }

    /// Sends these fields as an URL-encoded form.
    pub fn form<'f>(mut self, fields: impl IntoIterator<Item = (&'f str, &'f str)>) -> Self {
        let encode = |text| utf8_percent_encode(text, NON_ALPHANUMERIC).to_string();
        let fields: Vec<String> = fields
            .into_iter()
            .map(|(name, value)| format!("{}={}", encode(name), encode(value)))
            .collect();
        let content_type = HeaderValue::from_static("application/x-www-form-urlencoded");
        self.headers.insert(header::CONTENT_TYPE, content_type);
        self.body = fields.join("&").into();
        self
    }

    /// Sends this form, which may hold files.
    pub fn multipart(mut self, form: MultipartForm) -> Self {
        let (content_type, body) = form.finish();
        self.headers.remove(header::CONTENT_TYPE);
        self.body = body.into();
        self.header(header::CONTENT_TYPE, content_type)
    }

    /// Sends these bytes; the content type is up to you.
    pub fn body(mut self, bytes: impl Into<Bytes>) -> Self {
        self.body = bytes.into();
        self
    }

    /// Sends the request and waits for the whole answer. For plain `#[test]` functions.
    ///
    /// # Panics
    /// Inside an async runtime (use `.await` there), and when the path is not one.
    pub fn send(self) -> TestResponse {
        let client = self.client.clone();
        client.block_on(self.into_future())
    }

    #[cfg(feature = "websockets")]
    pub(super) fn client(&self) -> &TestClient {
        &self.client
    }

    /// Sends the request and gives the answer as soon as its head is there. For plain `#[test]` functions.
    ///
    /// # Panics
    /// Inside an async runtime (use [`stream`](Self::stream) there), and when the path is not one.
    pub fn send_stream(self) -> TestStream {
        let client = self.client.clone();
        client.block_on(self.stream())
    }

    /// As [`send_stream`](Self::send_stream), to be awaited. Redirects are not followed.
    ///
    /// # Panics
    /// The path is not one.
    pub async fn stream(self) -> TestStream {
        let (client, hop) = self.into_hop();
        let (parts, body) = hop.open(&client).await.into_parts();
        TestStream::new(client, parts.status, parts.headers, body)
    }

    /// Sends the request, and those that follow from redirects.
    async fn run(self) -> TestResponse {
        let (client, mut hop) = self.into_hop();
        let mut history = Vec::new();
        for _ in 0..=MOST_REDIRECTS {
            let response = hop.send(&client).await;
            match client.follow_redirects.then(|| hop.follow(&response)).flatten() {
                Some(next) => hop = next,
                None => return response.after(history),
            }
            history.push(response);
        }
        panic!("more than {MOST_REDIRECTS} redirects, the last to {}", hop.target)
    }

    /// The request as it is sent, and by whom.
    pub(super) fn into_hop(self) -> (TestClient, Hop) {
        let Self {
            client,
            method,
            target,
            headers,
            body,
        } = self;
        let hop = Hop {
            method,
            authority: client.authority.clone(),
            scheme: client.scheme,
            target,
            headers,
            body,
        };
        (client, hop)
    }
}

impl IntoFuture for RequestBuilder {
    type Output = TestResponse;
    type IntoFuture = Pin<Box<dyn Future<Output = TestResponse> + Send>>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(self.run())
    }
}
