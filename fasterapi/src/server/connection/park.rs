//! [`Parking`]: hyper's side of a connection, which gives up its buffers while nobody asks for anything.
//!
//! hyper keeps 16 KiB for each connection, most of which wait for a request, the next or the first, that may never come.
//! Such a connection is taken apart, and put together again when its next bytes are there.

use std::convert::Infallible;
use std::mem;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use http::{Request, Response};
use hyper::body::Incoming;
use hyper::server::conn::http1::{Builder, Parts, UpgradeableConnection};
use hyper::service::Service;
use hyper_util::rt::TokioIo;
use tokio::io::{AsyncRead, AsyncWrite};

use super::activity::Activity;
use super::coalesce::Coalesce;
use super::observed::Observed;
use crate::response::Body;

/// So many connections of a worker keep their buffers while they are idle, whoever comes.
pub(in crate::server) const WARM: usize = 64;

/// What hyper reads from and writes to.
pub(super) type Stream<Io> = TokioIo<Coalesce<Observed<Io>>>;

/// A connection of hyper's, or what it is made of.
pub(super) struct Parking<'b, Io, S>
where
    S: Service<Request<Incoming>, Response = Response<Body>, Error = Infallible>,
{
    builder: &'b Builder,
    stage: Stage<Io, S>,
}

/// Boxed, since the stages differ in size, and the task of a connection is moved as a whole when it begins and ends.
enum Stage<Io, S>
where
    S: Service<Request<Incoming>, Response = Response<Body>, Error = Infallible>,
{
    Open(Box<UpgradeableConnection<Stream<Io>, S>>),
    Parked(Box<(Stream<Io>, S)>),
    Over,
}

impl<Io, S> Stage<Io, S>
where
    Io: AsyncRead + AsyncWrite + Unpin + Send + 'static,
    S: Service<Request<Incoming>, Response = Response<Body>, Error = Infallible>,
    S::Future: Send,
{
    fn open(builder: &Builder, io: Stream<Io>, service: S) -> Self {
        Self::Open(Box::new(builder.serve_connection(io, service).with_upgrades()))
    }
}

impl<'b, Io, S> Parking<'b, Io, S>
where
    Io: AsyncRead + AsyncWrite + Unpin + Send + 'static,
    S: Service<Request<Incoming>, Response = Response<Body>, Error = Infallible>,
    S::Future: Send,
{
    pub(in crate::server) fn new(builder: &'b Builder, io: Stream<Io>, service: S) -> Self {
        Self {
            builder,
            stage: Stage::open(builder, io, service),
        }
    }

    /// Serves requests; done when the connection is.
    #[inline]
    pub(super) fn poll(&mut self, cx: &mut Context<'_>) -> Poll<hyper::Result<()>> {
        match &mut self.stage {
            Stage::Open(http) => Pin::new(http).poll(cx),
            _ => self.poll_parked(cx),
        }
    }

    /// As [`poll`](Self::poll), and finds out whether the peer is there and takes what it was sent.
    pub(super) fn probe(&mut self, activity: &Activity, cx: &mut Context<'_>) -> Poll<hyper::Result<()>> {
        activity.probe(true);
        let outcome = self.poll(cx);
        activity.probe(false);
        outcome
    }

    fn poll_parked(&mut self, cx: &mut Context<'_>) -> Poll<hyper::Result<()>> {
        if let Stage::Parked(parts) = &mut self.stage {
            ready!(parts.0.inner_mut().poll_arrival(cx));
        }
        match self.unpark() {
            Some(http) => Pin::new(http).poll(cx),
            None => Poll::Ready(Ok(())),
        }
    }

    /// Puts the connection together again, if it is parked.
    fn unpark(&mut self) -> Option<&mut UpgradeableConnection<Stream<Io>, S>> {
        self.stage = match mem::replace(&mut self.stage, Stage::Over) {
            Stage::Parked(parts) => {
                let (io, service) = *parts;
                Stage::open(self.builder, io, service)
            }
            stage => stage,
        };
        match &mut self.stage {
            Stage::Open(http) => Some(http),
            _ => None,
        }
    }

    /// Gives the buffers up if nothing is under way, which hyper alone knows for sure: told to finish, it ends at once if
    /// it is idle. If it is not, the connection is closed after the answer that it is at.
    pub(super) fn park(&mut self, activity: &Activity, cx: &mut Context<'_>) {
        let Stage::Open(http) = &mut self.stage else {
            return;
        };
        activity.keep_open(true);
        Pin::new(&mut **http).graceful_shutdown();
        let is_idle = matches!(Pin::new(http).poll(cx), Poll::Ready(Ok(())));
        activity.keep_open(false);
        if is_idle
            && let Some(Parts {
                io, read_buf, service, ..
            }) = self.take()
        {
            let mut io = io;
            io.inner_mut().rest(&read_buf);
            self.stage = Stage::Parked(Box::new((io, service)));
        }
    }

    pub(super) fn is_parked(&self) -> bool {
        matches!(self.stage, Stage::Parked(_))
    }

    /// Ends with the answer that is under way, if there is one. One that is parked ends as any other does that is idle: hyper
    /// shuts its stream down, and TLS says that nothing was cut off.
    pub(super) fn graceful_shutdown(&mut self) {
        if let Some(http) = self.unpark() {
            Pin::new(http).graceful_shutdown();
        }
    }

    /// The parts of a connection that is not upgraded; there is nothing more to it then.
    pub(super) fn take(&mut self) -> Option<Parts<Stream<Io>, S>> {
        // one that is parked may have the beginning of a first request
        self.unpark();
        match mem::replace(&mut self.stage, Stage::Over) {
            Stage::Open(http) => http.into_parts(),
            Stage::Parked(_) | Stage::Over => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use std::future::poll_fn;
    use std::sync::{Arc, LazyLock, Mutex};

    use bytes::Bytes;
    use hyper::service::service_fn;
    use tokio::io::{AsyncReadExt, AsyncWriteExt, BufWriter, DuplexStream, duplex};
    use tokio::sync::broadcast::{self, Sender};
    use tokio_stream::StreamExt;

    use super::super::watched::Watched;
    use super::*;
    use crate::server::service::{Asked, AtOnce};

    const REQUEST: &[u8] = b"GET / HTTP/1.1\r\nhost: test\r\n\r\n";

    static BUILDER: LazyLock<Builder> = LazyLock::new(|| {
        let mut builder = Builder::new();
        builder.half_close(true);
        builder
    });

    trait Serves: Service<Request<Incoming>, Response = Response<Body>, Error = Infallible, Future: Send> {}

    impl<S> Serves for S where S: Service<Request<Incoming>, Response = Response<Body>, Error = Infallible, Future: Send> {}

    /// Answers `hello`; a `POST` with a stream of the one piece that it is sent. Keeps the bodies of requests, and reads none.
    fn pair() -> (
        Parking<'static, DuplexStream, impl Serves>,
        DuplexStream,
        Arc<Activity>,
        Sender<Bytes>,
    ) {
        let activity = Arc::new(Activity::new(None, usize::MAX));
        let (pieces, _) = broadcast::channel(4);
        // the answers borrow it
        let noted: &'static Arc<Activity> = Box::leak(Box::new(Arc::clone(&activity)));
        let (feed, keeps) = (pieces.clone(), Mutex::new(Vec::new()));
        let service = service_fn(move |request: Request<Incoming>| {
            let (in_flight, asked) = (noted.request(), Asked::of(&request));
            let body = if request.method() == http::Method::POST {
                let pieces = tokio_stream::wrappers::BroadcastStream::new(feed.subscribe());
                let frames = pieces.take(1).map(|piece| piece.map(http_body::Frame::data));
                Body::new(http_body_util::StreamBody::new(frames))
            } else {
                Body::from("hello")
            };
            keeps.lock().unwrap().push(request.into_body());
            Watched::new(AtOnce::new(body, asked), in_flight)
        });
        let (server, client) = duplex(4096);
        #[cfg(feature = "http2")]
        let server = Observed::of_either(server, Arc::clone(&activity));
        #[cfg(not(feature = "http2"))]
        let server = Observed::new(server, Arc::clone(&activity));
        let io = TokioIo::new(Coalesce::new(server, Arc::clone(&activity)));
        activity.flush(true);
        (Parking::new(&BUILDER, io, service), client, activity, pieces)
    }

    /// Polls until there is nothing more to do; whether the connection is at its end.
    async fn go_on(http: &mut Parking<'_, DuplexStream, impl Serves>) -> bool {
        poll_fn(|cx| Poll::Ready((0..3).any(|_| http.poll(cx).is_ready()))).await
    }

    async fn park(http: &mut Parking<'_, DuplexStream, impl Serves>, activity: &Activity) -> bool {
        poll_fn(|cx| {
            http.park(activity, cx);
            Poll::Ready(())
        })
        .await;
        http.is_parked()
    }

    async fn answer(client: &mut DuplexStream) -> String {
        let mut bytes = vec![0; 4096];
        let read = client.read(&mut bytes).await.unwrap();
        String::from_utf8_lossy(&bytes[..read]).into_owned()
    }

    #[tokio::test]
    async fn who_was_parked_is_answered_again_and_again() {
        let (mut http, mut client, activity, _) = pair();
        for _ in 0..3 {
            client.write_all(REQUEST).await.unwrap();
            assert!(!go_on(&mut http).await);
            assert!(answer(&mut client).await.ends_with("hello"));
            assert!(activity.rests() && park(&mut http, &activity).await);
            assert!(!go_on(&mut http).await && http.is_parked());
        }
        drop(client);
        assert!(go_on(&mut http).await, "the peer has ended");
    }

    #[tokio::test]
    async fn who_has_not_asked_yet_is_answered() {
        let (mut http, mut client, activity, _) = pair();
        assert!(!go_on(&mut http).await && activity.rests() && park(&mut http, &activity).await);
        assert!(!go_on(&mut http).await && http.is_parked());
        client.write_all(REQUEST).await.unwrap();
        assert!(!go_on(&mut http).await);
        assert!(answer(&mut client).await.ends_with("hello"));

        let (mut http, client, activity, _) = pair();
        assert!(!go_on(&mut http).await && park(&mut http, &activity).await);
        drop(client);
        assert!(go_on(&mut http).await, "the peer has ended");
    }

    #[cfg(feature = "http2")]
    #[tokio::test]
    async fn who_is_parked_may_speak_http2() {
        use crate::server::http2::PREFACE;

        let put = b"PUT / HTTP/1.1\r\nhost: test\r\ncontent-length: 0\r\n\r\n";
        for first in [&put[..], PREFACE] {
            let (mut http, mut client, activity, _) = pair();
            assert!(!go_on(&mut http).await && park(&mut http, &activity).await);
            let (beginning, rest) = first.split_at(1);
            client.write_all(beginning).await.unwrap();
            assert!(!go_on(&mut http).await && http.is_parked());
            assert!(
                activity.reading_head() && !activity.rests(),
                "the time for the head runs"
            );
            client.write_all(rest).await.unwrap();
            if first == PREFACE {
                assert!(go_on(&mut http).await && activity.is_http2());
                assert_eq!(http.take().unwrap().read_buf, PREFACE);
            } else {
                assert!(!go_on(&mut http).await && !activity.is_http2());
                assert!(answer(&mut client).await.ends_with("hello"));
            }
        }
    }

    #[tokio::test]
    async fn a_request_that_comes_just_then_is_answered_and_the_last() {
        let (mut http, mut client, activity, _) = pair();
        client.write_all(REQUEST).await.unwrap();
        assert!(!go_on(&mut http).await);
        assert!(answer(&mut client).await.ends_with("hello"));
        client.write_all(REQUEST).await.unwrap();
        client.shutdown().await.unwrap();
        assert!(park(&mut http, &activity).await);
        assert!(go_on(&mut http).await, "the peer sends no more");
        assert!(answer(&mut client).await.ends_with("hello"));
    }

    #[tokio::test]
    async fn bytes_that_have_not_left_are_no_rest() {
        let activity = Arc::new(Activity::default());
        let (mut client, server) = duplex(4);
        let mut io = Observed::new(BufWriter::new(server), Arc::clone(&activity));
        drop(activity.request());
        assert!(activity.rests());
        activity.probe(true);
        io.write_all(REQUEST).await.unwrap();
        let is_flushed = poll_fn(|cx| Poll::Ready(Pin::new(&mut io).poll_flush(cx).is_ready())).await;
        assert!(!is_flushed && !activity.rests());
        let mut received = [0; REQUEST.len()];
        let (flushed, read) = tokio::join!(io.flush(), client.read_exact(&mut received));
        assert!(flushed.is_ok() && read.is_ok() && activity.rests());
    }

    #[tokio::test]
    async fn the_beginning_of_a_request_is_kept() {
        let (mut http, mut client, activity, _) = pair();
        let (beginning, rest) = REQUEST.split_at(9);
        client.write_all(&[REQUEST, beginning].concat()).await.unwrap();
        assert!(!go_on(&mut http).await);
        assert!(answer(&mut client).await.ends_with("hello"));
        assert!(park(&mut http, &activity).await);
        assert!(!go_on(&mut http).await && !http.is_parked());
        client.write_all(rest).await.unwrap();
        assert!(!go_on(&mut http).await);
        assert!(answer(&mut client).await.ends_with("hello"));
    }

    #[tokio::test]
    async fn an_answer_under_way_comes_whole() {
        let (mut http, mut client, activity, pieces) = pair();
        client
            .write_all(b"POST / HTTP/1.1\r\nhost: test\r\ncontent-length: 0\r\n\r\n")
            .await
            .unwrap();
        assert!(!go_on(&mut http).await);
        assert!(answer(&mut client).await.ends_with("\r\n\r\n"));
        assert!(!activity.rests() && !park(&mut http, &activity).await);
        pieces.send(Bytes::from_static(b"piece")).unwrap();
        assert!(go_on(&mut http).await, "it is the last");
        assert_eq!(answer(&mut client).await, "5\r\npiece\r\n0\r\n\r\n");
    }

    #[tokio::test]
    async fn who_got_a_stream_may_rest_after_the_next_answer() {
        let (mut http, mut client, activity, pieces) = pair();
        let post = b"POST / HTTP/1.1\r\nhost: test\r\n\r\n";
        client.write_all(post).await.unwrap();
        assert!(!go_on(&mut http).await && !activity.rests());
        pieces.send(Bytes::from_static(b"piece")).unwrap();
        client.write_all(REQUEST).await.unwrap();
        assert!(!go_on(&mut http).await);
        assert!(answer(&mut client).await.ends_with("hello"));
        assert!(activity.rests() && park(&mut http, &activity).await);
    }

    #[tokio::test]
    async fn who_still_sends_a_body_does_not_rest() {
        let (mut http, mut client, activity, _) = pair();
        let head = b"PUT / HTTP/1.1\r\nhost: test\r\ncontent-length: 4\r\n\r\n";
        client.write_all(head).await.unwrap();
        assert!(!go_on(&mut http).await);
        assert!(answer(&mut client).await.ends_with("hello"));
        assert!(!activity.rests(), "the app has kept the body");
        client.write_all(&[b"body", REQUEST].concat()).await.unwrap();
        assert!(!go_on(&mut http).await);
        assert!(answer(&mut client).await.ends_with("hello"));
        assert!(activity.rests() && park(&mut http, &activity).await);
    }

    #[tokio::test]
    async fn who_has_asked_for_another_protocol_keeps_this_one() {
        let (mut http, mut client, activity, _) = pair();
        let asks = b"GET / HTTP/1.1\r\nhost: test\r\nconnection: upgrade\r\nupgrade: h2c\r\n\r\n";
        for request in [&asks[..], REQUEST] {
            client.write_all(request).await.unwrap();
            assert!(!go_on(&mut http).await);
            assert!(answer(&mut client).await.ends_with("hello"));
            assert!(!activity.rests(), "hyper would give the stream away");
        }
    }

    #[tokio::test]
    async fn a_shutdown_ends_who_is_parked() {
        let (mut http, mut client, activity, _) = pair();
        client.write_all(REQUEST).await.unwrap();
        assert!(!go_on(&mut http).await && park(&mut http, &activity).await);
        http.graceful_shutdown();
        assert!(go_on(&mut http).await);
    }
}
