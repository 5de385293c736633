//! [`AppService`]: an app as a hyper and `tower` service.

use std::convert::Infallible;
use std::future::Future;
use std::pin::Pin;
use std::sync::{Arc, OnceLock};
use std::task::{Context, Poll};

use bytes::Bytes;
use http::{HeaderValue, header};
use hyper::body::Incoming;

use super::strict::{invalid_coding, invalid_target, is_coded, is_foreign};
use super::{BuiltRoute, Site};
use crate::BoxError;
use crate::handler::Answer;
use crate::request::{Client, Connection, Request};
use crate::response::{Body, Pending, Response, error_response};
use crate::routing::{Link, UrlError, invalid_host};
use crate::server::{Answering, Answers, Asked};

/// A built app that answers the requests of one connection, or of all: cloning it copies a pointer.
///
/// It is a [`tower_service::Service`] over [`http::Request`] with any body, and a [`hyper::service::Service`].
#[derive(Debug, Clone)]
pub struct AppService {
    site: Arc<Site>,
    client: Client,
    /// What else is known of the connection; few have anything.
    connection: Option<Box<Connection>>,
    /// A `Host` that was valid, and not the one that the site knows.
    host: OnceLock<HeaderValue>,
}

impl AppService {
    pub(crate) fn new(site: Arc<Site>, client: Client) -> Self {
        Self {
            site,
            client,
            connection: None,
            host: OnceLock::new(),
        }
    }

    /// The same, for requests of this connection.
    pub(crate) fn over(mut self, connection: Connection) -> Self {
        if !connection.via.is_direct() || connection.hangup.is_some() || connection.open.is_some() {
            self.connection = Some(Box::new(connection));
        }
        self
    }

    /// The same app, for requests of this client.
    #[must_use]
    pub fn for_client(&self, client: Client) -> Self {
        Self {
            site: Arc::clone(&self.site),
            client,
            connection: None,
            host: OnceLock::new(),
        }
    }

    /// The path of the route called `name`, without the root path: FastAPI's `app.url_path_for`.
    ///
    /// # Errors
    /// No route has that name, or the parameters are not those of its path.
    pub fn url_path_for(&self, name: &str, params: &[(&str, &str)]) -> Result<String, UrlError> {
        self.site.url_path_for(name, params)
    }

    /// The path of a route by its function, without the root path.
    ///
    /// # Errors
    /// The function is no route of this app, or a prefix has parameters that were not filled in.
    pub fn path_of(&self, link: &Link) -> Result<String, UrlError> {
        let path = self.site.find_link(link)?;
        let path = path.ok_or_else(|| UrlError::no_such_route(link.name))?;
        Ok(match &link.query {
            Some(query) => format!("{path}?{query}"),
            None => path,
        })
    }

    /// The routes in the order in which they were declared, frontends among them, without the framework's own pages and
    /// what is mounted.
    pub fn routes(&self) -> impl Iterator<Item = BuiltRoute<'_>> {
        self.site.operations().iter().map(BuiltRoute::new)
    }

    /// Waits until nothing is left to do of what answers leave to be done: background tasks and the ends of dependencies.
    /// An answer that is still being sent and has any is waited for too, so drop or read those first; a WebSocket that is
    /// still open is not. For programs with a server of their own, before they end; [`App::serve`](crate::App::serve) and
    /// [`TestClient`](crate::testing::TestClient) do so themselves.
    pub async fn settled(&self) {
        self.pending().idle().await;
    }

    /// What is still to be done after answers.
    pub(crate) fn pending(&self) -> &Pending {
        self.site.pending()
    }

    pub(super) fn site(&self) -> &Arc<Site> {
        &self.site
    }

    pub(crate) fn client(&self) -> Client {
        self.client
    }

    /// Answers a request that was made in this process.
    pub(crate) fn respond(&self, request: Request) -> ResponseFuture {
        ResponseFuture(match self.site.exceeds(request.uri(), request.headers()) {
            Some(error) => self.refuse(request, error_response(error)),
            None => self.begin(request, false),
        })
    }

    /// The answer to a request that the app does not see.
    #[cold]
    fn refuse(&self, request: Request, response: Response) -> Underway {
        if self.site.is_observed() {
            return Stage::Later(Arc::clone(&self.site).observe(request, Some(response))).into();
        }
        Stage::Later(Box::pin(std::future::ready(response))).into()
    }

    #[inline]
    fn begin(&self, request: Request, received: bool) -> Underway {
        if is_foreign(request.uri()) {
            return self.refuse(request, invalid_target());
        }
        if request.has_valid_host([&self.site.host, &self.host], received) {
            if self.site.is_observed() {
                return Stage::Later(Arc::clone(&self.site).observe(request, None)).into();
            }
            return Stage::New(Arc::clone(&self.site), request).into();
        }
        self.without_host(request, received)
    }

    #[cold]
    fn without_host(&self, request: Request, received: bool) -> Underway {
        let mut response = invalid_host();
        if received {
            response
                .headers
                .insert(header::CONNECTION, HeaderValue::from_static("close"));
        }
        self.refuse(request, response)
    }
}

impl hyper::service::Service<http::Request<Incoming>> for AppService {
    type Response = http::Response<Body>;
    type Error = Infallible;
    type Future = ResponseFuture;

    fn call(&self, request: http::Request<Incoming>) -> ResponseFuture {
        ResponseFuture(Answers::answer(self, request))
    }
}

impl Answers for AppService {
    type Answer = Underway;

    #[inline(always)]
    fn answer(&self, request: http::Request<Incoming>) -> Underway {
        let mut request = Request::received(request, self.client);
        let asked = Asked {
            uploads: !request.body_is_empty(),
            upgrades: !request.extensions().is_empty(),
        };
        let underway = if asked.uploads && is_coded(&request) {
            self.refuse(request, invalid_coding())
        } else {
            if let Some(connection) = &self.connection {
                request.arrived(connection);
            }
            self.begin(request, true)
        };
        Underway { asked, ..underway }
    }
}

/// For protocols that make something of the body on its way.
impl hyper::service::Service<http::Request<Body>> for AppService {
    type Response = http::Response<Body>;
    type Error = Infallible;
    type Future = ResponseFuture;

    fn call(&self, request: http::Request<Body>) -> ResponseFuture {
        let (parts, body) = request.into_parts();
        let mut request = Request::new(parts, body, self.client);
        if let Some(connection) = &self.connection {
            request.arrived(connection);
        }
        ResponseFuture(self.begin(request, true))
    }
}

impl<B> tower_service::Service<http::Request<B>> for AppService
where
    B: http_body::Body<Data = Bytes> + Send + 'static,
    B::Error: Into<BoxError>,
{
    type Response = http::Response<Body>;
    type Error = Infallible;
    type Future = ResponseFuture;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: http::Request<B>) -> ResponseFuture {
        let (parts, body) = request.into_parts();
        self.respond(Request::new(parts, Body::new(body), self.client))
    }
}

/// The answer of an [`AppService`]. A panic of a handler answers 500 and leaves the connection as it is.
pub struct ResponseFuture(Underway);

impl std::fmt::Debug for ResponseFuture {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("ResponseFuture")
    }
}

impl Future for ResponseFuture {
    type Output = Result<http::Response<Body>, Infallible>;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        Pin::new(&mut self.0).poll(cx).map(|response| Ok(response.into_http()))
    }
}

/// An answer under way.
///
/// The handler runs when this is polled, so that an answer which is there at once is never stored on its way out.
pub(crate) struct Underway {
    stage: Stage,
    asked: Asked,
}

enum Stage {
    New(Arc<Site>, Request),
    Later(Pin<Box<dyn Future<Output = Response> + Send>>),
    Done,
}

impl From<Stage> for Underway {
    #[inline]
    fn from(stage: Stage) -> Self {
        Self {
            stage,
            asked: Asked::default(),
        }
    }
}

impl Answering for Underway {
    #[inline]
    fn asked(&self) -> Asked {
        self.asked
    }
}

impl Future for Underway {
    type Output = Response;

    #[inline]
    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Response> {
        let answer = match std::mem::replace(&mut self.stage, Stage::Done) {
            Stage::New(site, request) => site.handle(request),
            Stage::Later(future) => Answer::Later(future),
            Stage::Done => Answer::Ready(None),
        };
        match answer {
            // not polled as the future that it is, which would move it once more
            Answer::Ready(Some(response)) => Poll::Ready(response),
            answer => self.wait(answer, cx),
        }
    }
}

impl Underway {
    /// Polls an answer that is not there yet, and keeps it.
    fn wait(&mut self, mut answer: Answer, cx: &mut Context<'_>) -> Poll<Response> {
        let poll = Pin::new(&mut answer).poll(cx);
        if let (Poll::Pending, Answer::Later(future)) = (&poll, answer) {
            self.stage = Stage::Later(future);
        }
        poll
    }
}
