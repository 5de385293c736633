//! [`Request`]: head, body, and where it came from.

use std::borrow::Cow;
use std::sync::Arc;

use bytes::Bytes;
use http::request::Parts;
use http::{HeaderMap, Method, Uri, Version, header};
use percent_encoding::percent_decode_str;

use super::{Client, FormData, PathParams, State, Url, last, pairs};
use crate::BoxError;
use crate::app::Site;
use crate::response::Body;
use crate::routing::UrlError;

/// A request: FastAPI's `Request`.
///
/// Handlers take it as `request: &Request`, or by value to own the body; dependencies as `&Request`.
#[derive(Debug)]
pub struct Request(Box<Inner>);

/// Boxed once a request: it is large, and moves from hand to hand.
#[derive(Debug)]
struct Inner {
    parts: Parts,
    body: Body,
    form: Option<FormData>,
    client: Client,
    /// Who sent it over the connection.
    peer: Client,
    /// Whether what proxies tell was looked at.
    proxied: bool,
    scheme: &'static str,
    /// The path with percent encoding undone, where that changes it.
    decoded: Option<String>,
    /// The prefix the outside knows and the routes do not.
    root_path: Option<Arc<str>>,
    /// How much of the root path is the outermost app's.
    base: usize,
    /// How much of the path is root path or mount.
    consumed: usize,
    /// How much of the path was put back in front of it.
    restored: usize,
    params: PathParams,
    operation: usize,
    site: Option<Arc<Site>>,
}

impl Request {
    /// A request from its parts, sent by `client` over plain HTTP.
    pub fn new(parts: Parts, body: Body, client: Client) -> Self {
        let decoded = memchr::memchr(b'%', parts.uri.path().as_bytes())
            .map(|_| percent_decode_str(parts.uri.path()).decode_utf8_lossy().into_owned());
        let scheme = if parts.uri.scheme_str() == Some("https") {
            "https"
        } else {
            "http"
        };
        Self(Box::new(Inner {
            parts,
            body,
            form: None,
            client,
            peer: client,
            proxied: false,
            scheme,
            decoded,
            root_path: None,
            base: 0,
            consumed: 0,
            restored: 0,
            params: PathParams::default(),
            operation: usize::MAX,
            site: None,
        }))
    }

    /// The method.
    pub fn method(&self) -> &Method {
        &self.0.parts.method
    }

    /// The request target as it arrived: path and query.
    pub fn uri(&self) -> &Uri {
        &self.0.parts.uri
    }

    /// The HTTP version.
    pub fn version(&self) -> Version {
        self.0.parts.version
    }

    /// The headers.
    pub fn headers(&self) -> &HeaderMap {
        &self.0.parts.headers
    }

    /// The headers, to change, in middleware.
    pub fn headers_mut(&mut self) -> &mut HeaderMap {
        &mut self.0.parts.headers
    }

    /// Values that middleware leaves for handlers, by type.
    pub fn extensions(&self) -> &http::Extensions {
        &self.0.parts.extensions
    }

    /// Values that middleware leaves for handlers, to change.
    pub fn extensions_mut(&mut self) -> &mut http::Extensions {
        &mut self.0.parts.extensions
    }

    /// The path with percent encoding undone; the prefix of a proxy that does not strip it is part of it.
    pub fn path(&self) -> &str {
        self.0.decoded.as_deref().unwrap_or_else(|| self.0.parts.uri.path())
    }

    /// The part of the path that routes are matched against.
    pub(crate) fn route_path(&self) -> &str {
        &self.path()[self.0.consumed..]
    }

    /// Who sent it.
    pub fn client(&self) -> Client {
        self.0.client
    }

    /// Who is at the other end of the connection: the client, or the proxy next to this server.
    pub fn peer(&self) -> Client {
        self.0.peer
    }

    /// Replaces the client: for middleware that knows better, such as [`ProxyHeaders`](crate::middleware::ProxyHeaders).
    pub fn set_client(&mut self, client: Client) {
        self.0.client = client;
    }

    /// `http` or `https`.
    pub fn scheme(&self) -> &'static str {
        self.0.scheme
    }

    /// Replaces the scheme: for middleware that knows better.
    pub fn set_scheme(&mut self, scheme: &'static str) {
        self.0.scheme = scheme;
    }

    /// The prefix under which the outside knows this app, mounts included; empty when there is none.
    pub fn root_path(&self) -> &str {
        self.0.root_path.as_deref().unwrap_or("")
    }

    /// Host and port as the client wrote them.
    pub fn authority(&self) -> &str {
        self.host_line().unwrap_or("localhost")
    }

    /// The `Host` header, or the authority of the request target where there is none.
    pub(crate) fn host_line(&self) -> Option<&str> {
        let host = self.0.parts.headers.get(header::HOST);
        host.and_then(|host| host.to_str().ok())
            .filter(|host| !host.is_empty())
            .or_else(|| self.0.parts.uri.authority().map(|authority| authority.as_str()))
    }

    /// Whether there is at most one `Host` line, which is empty or names a host (`REQ-15`).
    pub(crate) fn has_valid_host(&self) -> bool {
        let mut lines = self.0.parts.headers.get_all(header::HOST).iter();
        let valid = |line: &http::HeaderValue| {
            line.is_empty() || line.to_str().is_ok_and(|host| crate::http::Host::parse(host).is_some())
        };
        lines.next().is_none_or(valid) && lines.next().is_none()
    }

    /// Whether the client asks to go on as a WebSocket.
    pub(crate) fn is_websocket(&self) -> bool {
        let upgrade = self.0.parts.headers.get(header::UPGRADE);
        upgrade.is_some_and(|protocol| protocol.as_bytes().eq_ignore_ascii_case(b"websocket"))
    }

    /// The scheme of the address the client asked: `ws` or `wss` for a WebSocket.
    pub(crate) fn wire_scheme(&self) -> &'static str {
        match (self.is_websocket(), self.0.scheme) {
            (false, scheme) => scheme,
            (true, "https") => "wss",
            (true, _) => "ws",
        }
    }

    /// The path as the outside knows it, percent-encoded: with the prefix that a proxy stripped.
    pub(crate) fn outer_path(&self) -> Cow<'_, str> {
        let path = self.0.parts.uri.path();
        match self.0.root_path.as_deref() {
            Some(prefix) if self.0.consumed == 0 => Cow::Owned(format!("{prefix}{path}")),
            _ => Cow::Borrowed(path),
        }
    }

    /// The address the request was sent to.
    pub fn url(&self) -> Url {
        let query = self.0.parts.uri.query().map(str::to_owned);
        Url::new(
            self.0.scheme,
            self.authority().to_owned(),
            self.0.parts.uri.path().to_owned(),
            query,
        )
    }

    /// The address of the outermost app: scheme, authority, and its root path with a slash at its end.
    pub fn base_url(&self) -> Url {
        Url::new(
            self.0.scheme,
            self.authority().to_owned(),
            format!("{}/", &self.root_path()[..self.0.base]),
            None,
        )
    }

    /// The address of the route called `name`, with these path parameters filled in.
    ///
    /// # Errors
    /// No route has that name, or the parameters are not those of its path.
    pub fn url_for(&self, name: &str, params: &[(&str, &str)]) -> Result<Url, UrlError> {
        let site = self.0.site.as_ref().ok_or_else(|| UrlError::unknown(name))?;
        let path = format!("{}{}", self.root_path(), site.url_path_for(name, params)?);
        Ok(Url::new(self.0.scheme, self.authority().to_owned(), path, None))
    }

    /// The values of `name` in the query string, decoded, in order.
    pub fn query_values<'r>(&'r self, name: &'r str) -> impl Iterator<Item = Cow<'r, str>> {
        pairs(self.0.parts.uri.query().unwrap_or(""))
            .filter(move |(key, _)| key == name)
            .map(|(_, value)| value)
    }

    /// The value of `name` in the query string; of several, the last.
    pub fn query_value(&self, name: &str) -> Option<Cow<'_, str>> {
        last(self.0.parts.uri.query()?, name)
    }

    /// The captured text of the path parameter `name`.
    pub fn path_param(&self, name: &str) -> Option<&str> {
        let operation = self.0.site.as_ref()?.operation(self.0.operation)?;
        self.capture(operation.capture_of(name)?)
    }

    pub(crate) fn capture(&self, index: usize) -> Option<&str> {
        self.0.params.get(self.path(), index)
    }

    /// A value of the app's state.
    pub fn state<T: Send + Sync + 'static>(&self) -> Option<State<T>> {
        self.0.site.as_ref()?.states().get()
    }

    /// The body, taken out; empty afterwards.
    pub fn take_body(&mut self) -> Body {
        std::mem::take(&mut self.0.body)
    }

    /// Puts a body back, for middleware that read it.
    pub fn set_body(&mut self, body: impl Into<Body>) {
        self.0.body = body.into();
    }

    /// Reads the body to its end and keeps it, so that it can be read again.
    ///
    /// # Errors
    /// When the client goes away.
    pub async fn body(&mut self) -> Result<Bytes, BoxError> {
        let bytes = self.take_body().bytes().await?;
        self.0.body = Body::from(bytes.clone());
        Ok(bytes)
    }

    /// The form in the body, once it has been read.
    pub(crate) fn form_data(&self) -> Option<&FormData> {
        self.0.form.as_ref()
    }

    pub(crate) fn set_form(&mut self, form: FormData) {
        self.0.form = Some(form);
    }

    /// The app that answers, once the request has entered one.
    pub(super) fn site(&self) -> Option<&Arc<Site>> {
        self.0.site.as_ref()
    }

    pub(crate) fn body_bytes(&self) -> Option<&[u8]> {
        self.0.body.as_bytes()
    }

    pub(crate) fn share_body(&self) -> Option<Bytes> {
        self.0.body.share()
    }

    /// The request without its body, for a handler of errors.
    pub(crate) fn head(&self) -> Self {
        let inner = &self.0;
        Self(Box::new(Inner {
            parts: inner.parts.clone(),
            body: Body::empty(),
            decoded: inner.decoded.clone(),
            root_path: inner.root_path.clone(),
            params: PathParams::default(),
            site: inner.site.clone(),
            form: None,
            ..**inner
        }))
    }

    pub(crate) fn body_mut(&mut self) -> &mut Body {
        &mut self.0.body
    }

    /// The header map, taken out, to be used again for the answer.
    pub(crate) fn recycle_headers(&mut self) -> HeaderMap {
        std::mem::take(&mut self.0.parts.headers)
    }

    /// Enters an app, the outermost or a mounted one.
    pub(crate) fn enter(&mut self, site: &Arc<Site>) {
        self.0.site = Some(Arc::clone(site));
    }

    /// Makes `prefix` the root path. A proxy may have stripped it from the path or not; `restore` puts it back into
    /// a path that lacks it, as a server that was told its root path does.
    pub(crate) fn set_root_path(&mut self, prefix: &Arc<str>, restore: bool) {
        let rest = self.path().strip_prefix(&**prefix);
        if rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/')) {
            self.0.consumed = prefix.len();
        } else if restore {
            self.restore_prefix(prefix);
        }
        self.0.base = prefix.len();
        self.0.root_path = Some(Arc::clone(prefix));
    }

    fn restore_prefix(&mut self, prefix: &str) {
        let target = self.0.parts.uri.path_and_query().map_or("/", |target| target.as_str());
        if let Ok(uri) = format!("{prefix}{target}").parse() {
            if let Some(decoded) = &mut self.0.decoded {
                decoded.insert_str(0, prefix);
            }
            self.0.parts.uri = uri;
            self.0.consumed = prefix.len();
            self.0.restored = prefix.len();
        }
    }

    /// Makes `prefix` the root path instead of the one that was configured; empty is none. Before routing only.
    pub(crate) fn replace_root_path(&mut self, prefix: &str) {
        let restored = std::mem::take(&mut self.0.restored);
        if restored > 0 {
            let target = self.0.parts.uri.path_and_query().map_or("/", |target| target.as_str());
            if let Ok(uri) = target[restored..].parse() {
                self.0.parts.uri = uri;
            }
            if let Some(decoded) = &mut self.0.decoded {
                decoded.drain(..restored);
            }
        }
        self.0.consumed = 0;
        self.0.base = 0;
        self.0.root_path = None;
        if !prefix.is_empty() {
            self.set_root_path(&Arc::from(prefix), true);
        }
    }

    /// Whether what proxies tell is still to be looked at; from now on it is not.
    pub(crate) fn enter_proxy(&mut self) -> bool {
        !std::mem::replace(&mut self.0.proxied, true)
    }

    /// Enters what is mounted at `prefix` of the route path.
    pub(crate) fn enter_mount(&mut self, prefix: &str) {
        self.0.consumed += prefix.len();
        self.0.root_path = Some(format!("{}{prefix}", self.root_path()).into());
    }

    pub(crate) fn matched(&mut self, operation: usize, params: PathParams) {
        self.0.operation = operation;
        self.0.params = params;
    }

    pub(crate) fn consumed(&self) -> usize {
        self.0.consumed
    }

    /// Takes everything and leaves a request without method, path or headers that matter.
    pub(crate) fn take(&mut self) -> Self {
        let (parts, ()) = http::Request::new(()).into_parts();
        std::mem::replace(self, Self::new(parts, Body::empty(), Client::Unknown))
    }

    /// As the `http` crate has it, for `tower` services; the rest travels in the extensions.
    pub(crate) fn into_http(mut self) -> http::Request<Body> {
        let (parts, ()) = http::Request::new(()).into_parts();
        let mut parts = std::mem::replace(&mut self.0.parts, parts);
        let body = self.take_body();
        parts
            .extensions
            .insert(Envelope(Arc::new(std::sync::Mutex::new(Some(self)))));
        http::Request::from_parts(parts, body)
    }

    /// The way back from [`into_http`](Self::into_http).
    pub(crate) fn from_http(request: http::Request<Body>) -> Self {
        let (mut parts, body) = request.into_parts();
        let envelope = parts.extensions.remove::<Envelope>();
        let rest = envelope.and_then(|envelope| envelope.0.lock().ok()?.take());
        match rest {
            Some(mut rest) => {
                rest.0.decoded = memchr::memchr(b'%', parts.uri.path().as_bytes())
                    .map(|_| percent_decode_str(parts.uri.path()).decode_utf8_lossy().into_owned());
                rest.0.parts = parts;
                rest.0.body = body;
                rest
            }
            None => Self::new(parts, body, Client::Unknown),
        }
    }
}

/// Carries the rest of a [`Request`] through a `tower` service.
#[derive(Clone)]
struct Envelope(Arc<std::sync::Mutex<Option<Request>>>);
