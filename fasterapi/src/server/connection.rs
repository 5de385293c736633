//! One connection: hyper's HTTP/1.1, the shutdown, and one timer that is only looked at when it fires.

use std::convert::Infallible;
use std::future::poll_fn;
use std::pin::{Pin, pin};
use std::sync::Arc;
use std::task::{Poll, ready};
use std::time::Duration;

use http::{Request, Response, StatusCode};
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::{Service, service_fn};
use hyper_util::rt::TokioIo;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::time::{Instant, sleep, timeout};

use super::access_log::AccessLog;
use super::activity::{Activity, Observed};
use super::coalesce::Coalesce;
use super::config::Config;
use super::drain::{Phase, Ticket};
use super::watch::{self, Verdict, Watch};
use crate::request::Client;
use crate::response::Body;

/// The longest head of a request, and the most that is buffered of an answer, in bytes.
const BUFFER: usize = 64 * 1024;

const REQUEST_TIMEOUT: &[u8] = b"HTTP/1.1 408 Request Timeout\r\nconnection: close\r\ncontent-length: 0\r\n\r\n";

/// What all connections of a worker share.
#[derive(Debug, Clone)]
pub(super) struct Settings {
    http: http1::Builder,
    look_every: Duration,
    head_timeout: Duration,
    access_log: bool,
}

impl Settings {
    pub(super) fn new(config: &Config) -> Self {
        let mut http = http1::Builder::new();
        // A client that closes its sending side after the request still gets its answer; a handler is never cut short
        // by a client that leaves.
        http.half_close(true).max_buf_size(BUFFER);
        Self {
            http,
            look_every: (config.timeout_keep_alive / watch::IDLE_LOOKS).max(Duration::from_millis(10)),
            head_timeout: config.timeout_request_header,
            access_log: config.access_log,
        }
    }
}

/// Why a connection ended.
enum End {
    /// HTTP came to its end, or failed.
    Done,
    /// The head of a request took too long.
    SlowHead,
    /// The peer takes nothing any more, or the server ends.
    Dropped,
}

/// Serves one connection to its end; the ticket goes with it.
pub(super) async fn serve<Io, S>(io: Io, client: Client, service: S, settings: Settings, ticket: Ticket)
where
    Io: AsyncRead + AsyncWrite + Unpin + Send + 'static,
    S: Service<Request<Incoming>, Response = Response<Body>, Error = Infallible, Future: Send> + Send + Unpin + 'static,
{
    let activity = Arc::new(Activity::default());
    let log = settings.access_log.then(|| AccessLog::new(client));
    let noted = Arc::clone(&activity);
    let service = service_fn(move |request| {
        let in_flight = noted.request();
        let line = log.as_ref().map(|log| log.line(&request));
        let answer = service.call(request);
        async move {
            let Ok(response) = answer.await;
            if response.status() == StatusCode::SWITCHING_PROTOCOLS {
                in_flight.activity().upgrade();
            }
            if let Some(line) = line {
                line.write(response.status());
            }
            Ok::<_, Infallible>(response)
        }
    });
    let io = TokioIo::new(Coalesce::new(
        Observed::new(io, Arc::clone(&activity)),
        Arc::clone(&activity),
    ));
    let mut http = settings.http.serve_connection(io, service).with_upgrades();
    let drain = ticket.drain();
    let mut phase = Phase::Serving;
    let mut changed = pin!(drain.changed());
    let mut timer = pin!(sleep(settings.look_every));
    let mut watcher = Watch::default();
    let mut registered = false;

    let end = poll_fn(|cx| {
        loop {
            if Pin::new(&mut http).poll(cx).is_ready() {
                return Poll::Ready(End::Done);
            }
            if activity.holds() {
                // An answer waits while hyper waits for the app: polled again, hyper flushes.
                activity.flush(true);
                let done = Pin::new(&mut http).poll(cx).is_ready();
                activity.flush(false);
                if done {
                    return Poll::Ready(End::Done);
                }
            }
            if drain.phase() != phase {
                phase = drain.phase();
                if phase == Phase::Dropping {
                    return Poll::Ready(End::Dropped);
                }
                Pin::new(&mut http).graceful_shutdown();
                changed.set(drain.changed());
                registered = false;
                continue;
            }
            if timer.is_elapsed() {
                match watcher.look(&activity) {
                    Verdict::Fine => {}
                    Verdict::Idle => Pin::new(&mut http).graceful_shutdown(),
                    Verdict::SlowHead => return Poll::Ready(End::SlowHead),
                    Verdict::Stuck => return Poll::Ready(End::Dropped),
                }
                timer.as_mut().reset(Instant::now() + settings.look_every);
                registered = false;
                continue;
            }
            if activity.reading_head() && watcher.head_begins(&activity) {
                timer.as_mut().reset(Instant::now() + settings.head_timeout);
                registered = false;
            }
            // Both stay registered with this task until they fire: polling them again would only cost time.
            if !registered || phase != Phase::Serving {
                registered = true;
                if changed.as_mut().poll(cx).is_ready() {
                    changed.set(drain.changed());
                    registered = false;
                    continue;
                }
                if timer.as_mut().poll(cx).is_ready() {
                    continue;
                }
            }
            return Poll::Pending;
        }
    })
    .await;
    if let End::SlowHead = end
        && let Some(parts) = http.into_parts()
    {
        activity.flush(true);
        {
            let mut io = parts.io.into_inner();
            let write = poll_fn(|cx| {
                let _ = ready!(Pin::new(&mut io).poll_write(cx, REQUEST_TIMEOUT));
                Pin::new(&mut io).poll_shutdown(cx)
            });
            let _ = timeout(Duration::from_secs(1), write).await;
        }
    }
}
