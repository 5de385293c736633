//! [`Hop`]: one request on the wire that is none, and the one its redirect asks for.

use bytes::Bytes;
use http::{HeaderMap, HeaderValue, Method, StatusCode, Uri, header};

use super::cookies;
use super::told::Told;
use super::{TestClient, TestResponse};
use crate::request::Request;
use crate::response::Body;

/// As many redirects as are followed.
pub(super) const MOST_REDIRECTS: usize = 20;

/// A request, ready to be sent.
#[derive(Debug)]
pub(super) struct Hop {
    pub(super) method: Method,
    pub(super) scheme: &'static str,
    pub(super) authority: String,
    pub(super) target: String,
    pub(super) headers: HeaderMap,
    pub(super) body: Bytes,
}

impl Hop {
    /// Asks the app for the head of an answer.
    ///
    /// # Panics
    /// The target or host cannot be sent; the handler failed and the client raises that.
    pub(super) async fn open(&self, client: &TestClient) -> http::Response<Body> {
        self.ask(client, self.request(client), &Told::default()).await
    }

    async fn ask(&self, client: &TestClient, mut request: Request, told: &Told) -> http::Response<Body> {
        told.listen(&mut request);
        let Ok(response) = client.service.respond(request).await;
        if client.keeps_cookies() {
            client.jar().store(response.headers(), &self.authority, self.path());
        }
        if client.raise_server_errors
            && let Some(error) = response.body().unexpected()
        {
            panic!("{} {}: the handler failed: {error}", self.method, self.target);
        }
        response
    }

    /// Asks the app and reads the whole answer.
    ///
    /// # Panics
    /// As [`open`](Self::open), and when the answer breaks off.
    pub(super) async fn send(&self, client: &TestClient) -> TestResponse {
        self.exchange(client, self.request(client)).await
    }

    /// As [`send`](Self::send), with the end of a connection for the WebSocket that is asked for.
    #[cfg(feature = "websockets")]
    pub(super) async fn send_with(&self, client: &TestClient, connection: crate::websocket::Memory) -> TestResponse {
        let mut request = self.request(client);
        request.extensions_mut().insert(connection);
        self.exchange(client, request).await
    }

    async fn exchange(&self, client: &TestClient, request: Request) -> TestResponse {
        let told = Told::default();
        let (parts, body) = self.ask(client, request, &told).await.into_parts();
        let body = match self.method {
            Method::HEAD => {
                drop(body);
                Bytes::new()
            }
            _ => body
                .bytes()
                .await
                .unwrap_or_else(|error| panic!("{}: the answer broke off: {error}", self.target)),
        };
        client.service.pending().idle().await;
        TestResponse::new(parts.status, parts.headers, body, self.url(), told)
    }

    fn path(&self) -> &str {
        self.target.split('?').next().unwrap_or_default()
    }

    fn url(&self) -> String {
        format!("{}://{}{}", self.scheme, self.authority, self.target)
    }

    fn request(&self, client: &TestClient) -> Request {
        let Self { target, authority, .. } = self;
        assert!(
            target.starts_with('/') || target == "*",
            "{target:?} is not a path: it must start with `/`"
        );
        let (mut parts, ()) = http::Request::new(()).into_parts();
        parts.uri = Uri::try_from(target).unwrap_or_else(|error| panic!("{target:?} cannot be sent: {error}"));
        parts.method = self.method.clone();
        parts.headers = self.headers.clone();
        parts.headers.entry(header::HOST).or_insert_with(|| {
            HeaderValue::try_from(authority).unwrap_or_else(|_| panic!("{authority:?} is not a host"))
        });
        let given = cookies::names(&parts.headers);
        let kept = client
            .jar()
            .pairs(authority, self.path(), self.scheme == "https", &given);
        if !kept.is_empty() && client.keeps_cookies() {
            let own = parts.headers.get(header::COOKIE).and_then(|line| line.to_str().ok());
            let line = own
                .map(str::to_owned)
                .into_iter()
                .chain(kept)
                .collect::<Vec<_>>()
                .join("; ");
            parts.headers.insert(
                header::COOKIE,
                HeaderValue::try_from(line).expect("cookies that came in a header"),
            );
        }
        if !self.body.is_empty() {
            parts
                .headers
                .entry(header::CONTENT_LENGTH)
                .or_insert_with(|| self.body.len().into());
        }
        let mut request = Request::new(parts, Body::from(self.body.clone()), client.service.client());
        request.set_scheme(self.scheme);
        request
    }

    /// The request that the answer redirects to, with the method that browsers choose.
    pub(super) fn follow(&self, response: &TestResponse) -> Option<Self> {
        let method = match (response.status(), &self.method) {
            (StatusCode::TEMPORARY_REDIRECT | StatusCode::PERMANENT_REDIRECT, method) => method.clone(),
            (StatusCode::SEE_OTHER, method) if *method != Method::HEAD => Method::GET,
            (StatusCode::MOVED_PERMANENTLY | StatusCode::FOUND, &Method::POST) => Method::GET,
            (StatusCode::MOVED_PERMANENTLY | StatusCode::FOUND | StatusCode::SEE_OTHER, method) => method.clone(),
            _ => return None,
        };
        let (scheme, authority, target) = self.resolve(response.header("location")?);
        let mut headers = self.headers.clone();
        let mut body = self.body.clone();
        if authority != self.authority {
            headers.remove(header::AUTHORIZATION);
            headers.remove(header::COOKIE);
            headers.remove(header::HOST);
        }
        if method != self.method {
            headers.remove(header::CONTENT_TYPE);
            headers.remove(header::CONTENT_LENGTH);
            body = Bytes::new();
        }
        Some(Self {
            method,
            scheme,
            authority,
            target,
            headers,
            body,
        })
    }

    /// Scheme, authority and target of a `Location`, which may be relative.
    fn resolve(&self, location: &str) -> (&'static str, String, String) {
        let location = location.split('#').next().unwrap_or_default();
        let (scheme, rest) = match location.split_once("://") {
            Some(("https", rest)) => ("https", rest),
            Some(("http", rest)) => ("http", rest),
            _ => match location.strip_prefix("//") {
                Some(rest) => (self.scheme, rest),
                None => return (self.scheme, self.authority.clone(), self.resolve_path(location)),
            },
        };
        let (authority, target) = rest.split_at(rest.find(['/', '?']).unwrap_or(rest.len()));
        let slash = if target.starts_with('/') { "" } else { "/" };
        (scheme, authority.to_owned(), format!("{slash}{target}"))
    }

    fn resolve_path(&self, location: &str) -> String {
        let path = self.path();
        match location.chars().next() {
            Some('/') => location.to_owned(),
            Some('?') | None => format!("{path}{location}"),
            // The last segment is replaced; `..` is left to the app, which no route of ours redirects to.
            Some(_) => format!("{}{location}", &path[..=path.rfind('/').unwrap_or(0)]),
        }
    }
}
