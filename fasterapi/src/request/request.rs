//! [`Request`]: head, body, and where it came from.

use std::borrow::Cow;
use std::sync::Arc;

use bytes::Bytes;
use http::request::Parts;
use http::uri::PathAndQuery;
use http::{HeaderMap, Method, Uri, Version};
use http_body::{Body as _, SizeHint};
use hyper::body::Incoming;
use percent_encoding::percent_decode_str;

use super::{Client, Connection, FormData, Hangup, PathParams, State, contains, last, pairs};
use crate::app::{Operation, Site};
use crate::observe::Observation;
use crate::response::Body;
use crate::routing::MountParams;
use crate::spare;

/// A request: FastAPI's `Request`.
///
/// Handlers take it as `request: &Request`, or by value to own the body; dependencies as `&Request`.
#[derive(Debug)]
pub struct Request(pub(super) Box<Inner>);

/// Boxed once a request: it is large, and moves from hand to hand.
#[derive(Debug)]
pub(super) struct Inner {
    pub(super) parts: Parts,
    pub(super) body: Body,
    pub(super) form: Option<FormData>,
    /// Whether the body went to whom it is read by, piece by piece.
    pub(super) streamed: bool,
    /// Tells when the client has gone.
    pub(super) hangup: Option<Hangup>,
    pub(super) client: Client,
    /// Who sent it over the connection.
    pub(super) peer: Client,
    /// Whether what a trusted proxy tells is in the request.
    pub(super) proxied: bool,
    pub(super) scheme: &'static str,
    /// The path with percent encoding undone, where that changes it.
    pub(super) decoded: Option<String>,
    /// The prefix the outside knows and the routes do not.
    pub(super) root_path: Option<Arc<str>>,
    /// How much of the root path is the outermost app's.
    pub(super) base: usize,
    /// How much of the path is root path or mount.
    pub(super) consumed: usize,
    /// How much of the path was put back in front of it.
    pub(super) restored: usize,
    pub(super) params: PathParams,
    pub(super) operation: usize,
    pub(super) site: Option<Arc<Site>>,
    /// The outermost app, below a mount.
    pub(super) outermost: Option<Arc<Site>>,
    /// What is noted of it, where somebody watches.
    pub(super) observation: Option<Arc<Observation>>,
}

impl Request {
    /// A request from its parts, sent by `client` over plain HTTP.
    pub fn new(parts: Parts, body: Body, client: Client) -> Self {
        Self::placed(http::Request::from_parts(parts, body), client, |body| body)
    }

    /// A request that came over a connection.
    #[inline(always)]
    pub(crate) fn received(request: http::Request<Incoming>, client: Client) -> Self {
        Self::placed(request, client, Body::incoming)
    }

    /// Takes the parts right from where they are to where they stay, and only then asks anything of them: they are
    /// large, and each step between would copy them once more.
    #[inline(always)]
    fn placed<B>(request: http::Request<B>, client: Client, into_body: impl FnOnce(B) -> Body) -> Self {
        let mut place = Inner::place();
        let (parts, body) = request.into_parts();
        spare::fill(&mut place.parts, parts);
        spare::fill(&mut place.body, into_body(body));
        (place.client, place.peer) = (client, client);
        let mut request = Self(place);
        request.decode_path();
        if request.uri().scheme_str() == Some("https") {
            request.0.scheme = "https";
        }
        request
    }

    /// Undoes the percent encoding of the path, where there is any.
    #[inline]
    pub(super) fn decode_path(&mut self) {
        // to find the end of the path takes as long as to look at the query too
        let target = self.0.parts.uri.path_and_query().map_or("", PathAndQuery::as_str);
        if contains(target, b'%') {
            self.decode_encoded_path();
        }
    }

    #[cold]
    fn decode_encoded_path(&mut self) {
        let path = self.0.parts.uri.path();
        if path.contains('%') {
            self.0.decoded = Some(decoded(path));
        }
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

    /// Notes what is known of the connection.
    pub(crate) fn arrived(&mut self, connection: &Connection) {
        self.0.hangup.clone_from(&connection.hangup);
        if let Some(relay) = &connection.via.relay {
            self.0.peer = relay.peer;
            if relay.secure {
                self.0.scheme = "https";
            }
        }
        #[cfg(feature = "tls")]
        if let Some(tls) = &connection.via.tls {
            self.0.scheme = "https";
            self.0.parts.extensions.insert(tls.clone());
        }
    }

    /// Replaces the client: for middleware that knows better, such as [`ProxyHeaders`](crate::middleware::ProxyHeaders).
    pub fn set_client(&mut self, client: Client) {
        self.0.client = client;
        if let Some(observation) = &self.0.observation {
            observation.client(client);
        }
    }

    /// `http` or `https`.
    pub fn scheme(&self) -> &'static str {
        self.0.scheme
    }

    /// Replaces the scheme: for middleware that knows better.
    pub fn set_scheme(&mut self, scheme: &'static str) {
        self.0.scheme = scheme;
    }

    /// Names and values of the query string, decoded, in order.
    pub fn query_pairs(&self) -> impl Iterator<Item = (Cow<'_, str>, Cow<'_, str>)> {
        pairs(self.0.parts.uri.query().unwrap_or(""))
    }

    /// The values of `name` in the query string, decoded, in order.
    pub fn query_values<'r>(&'r self, name: &'r str) -> impl Iterator<Item = Cow<'r, str>> {
        self.query_pairs()
            .filter(move |(key, _)| key == name)
            .map(|(_, value)| value)
    }

    /// The value of `name` in the query string; of several, the last.
    pub fn query_value(&self, name: &str) -> Option<Cow<'_, str>> {
        last(self.0.parts.uri.query()?, name)
    }

    /// The captured text of the path parameter `name`.
    pub fn path_param(&self, name: &str) -> Option<&str> {
        let own = self
            .operation()
            .and_then(|operation| self.capture(operation.capture_of(name)?));
        own.or_else(|| {
            self.mount_params()
                .find(|(key, _)| *key == name)
                .map(|(_, value)| value)
        })
    }

    /// The parameters of the prefixes of mounts.
    fn mount_params(&self) -> impl Iterator<Item = (&str, &str)> {
        let params = self.0.parts.extensions.get::<MountParams>();
        params
            .into_iter()
            .flat_map(|params| params.0.iter().map(|(name, value)| (&name[..], &value[..])))
    }

    /// Names and captured texts of the path's parameters, in order; none before a route was found.
    pub fn path_params(&self) -> impl Iterator<Item = (&str, &str)> {
        let operation = self.operation();
        let names = operation.into_iter().flat_map(|operation| operation.template.names());
        let own = names
            .enumerate()
            .filter_map(|(index, name)| Some((name, self.capture(index)?)));
        self.mount_params().chain(own)
    }

    /// The plan of the route that was found.
    pub(super) fn operation(&self) -> Option<&Operation> {
        self.0.site.as_ref()?.operation(self.0.operation)
    }

    pub(crate) fn capture(&self, index: usize) -> Option<&str> {
        self.0.params.get(self.path(), index)
    }

    /// A value of the app's state.
    pub fn state<T: Send + Sync + 'static>(&self) -> Option<State<T>> {
        self.0.site.as_ref()?.state()
    }

    /// The body, taken out; empty afterwards.
    pub fn take_body(&mut self) -> Body {
        std::mem::take(&mut self.0.body)
    }

    /// Puts a body back, for middleware that read it.
    pub fn set_body(&mut self, body: impl Into<Body>) {
        self.0.body = body.into();
    }

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

    /// Whether there is no body, as far as the head says.
    #[inline]
    pub(crate) fn body_is_empty(&self) -> bool {
        self.0.body.is_empty()
    }

    /// How long the body is, as far as the head says.
    pub(crate) fn body_size(&self) -> SizeHint {
        self.0.body.size_hint()
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
            outermost: inner.outermost.clone(),
            observation: inner.observation.clone(),
            form: None,
            hangup: inner.hangup.clone(),
            ..**inner
        }))
    }

    /// The request without its body, its path parameters included, for what outlives the handler.
    #[cfg(feature = "templates")]
    pub(crate) fn snapshot(&self) -> Self {
        let mut head = self.head();
        head.0.params = self.0.params.clone();
        head
    }

    pub(crate) fn body_mut(&mut self) -> &mut Body {
        &mut self.0.body
    }

    /// Takes everything and leaves a request without method, path or headers that matter.
    pub(crate) fn take(&mut self) -> Self {
        let (parts, ()) = http::Request::new(()).into_parts();
        std::mem::replace(self, Self::new(parts, Body::empty(), Client::Unknown))
    }
}

/// The path with percent encoding undone.
#[cold]
pub(super) fn decoded(path: &str) -> String {
    percent_decode_str(path).decode_utf8_lossy().into_owned()
}
