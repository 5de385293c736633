//! One connection: hyper's HTTP/1.1, the shutdown, and the limits of time.
//!
//! There is no timer per connection: the clock of the worker ticks for all, seldom, and a timer of its own is only
//! made for a head that did not come in one piece. So a request pays for neither.

use std::convert::Infallible;
use std::future::poll_fn;
use std::pin::{Pin, pin};
use std::sync::Arc;
use std::task::{Poll, ready};
use std::time::Duration;

use http::{Request, Response};
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::{Service, service_fn};
use hyper_util::rt::TokioIo;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::time::{Sleep, sleep, timeout};

use super::access_log::AccessLog;
use super::activity::{Activity, Observed};
use super::coalesce::Coalesce;
use super::config::Config;
use super::drain::{Phase, Ticket};
use super::quota::Quota;
use super::watch::{Patience, Verdict, Watch};
use super::watched::Watched;
use crate::request::{Client, Hangup};
use crate::response::Body;

/// The longest head of a request, and the most that is buffered of an answer, in bytes.
const BUFFER: usize = 64 * 1024;

const REQUEST_TIMEOUT: &[u8] = b"HTTP/1.1 408 Request Timeout\r\nconnection: close\r\ncontent-length: 0\r\n\r\n";

/// What all connections of a worker share.
#[derive(Debug, Clone)]
pub(super) struct Settings {
    http: http1::Builder,
    head_timeout: Duration,
    patience: Patience,
    access_log: bool,
    quota: Option<Arc<Quota>>,
}

impl Settings {
    pub(super) fn new(config: &Config, quota: Option<Arc<Quota>>) -> Self {
        let mut http = http1::Builder::new();
        // A client that closes its sending side after the request still gets its answer. One that is gone is found out
        // about by the clock, and its handler dropped. One copy of a small answer costs less than a list of pieces for the kernel.
        http.half_close(true).writev(false).max_buf_size(BUFFER);
        http.auto_date_header(config.date_header);
        Self {
            http,
            head_timeout: config.timeout_request_header,
            patience: Patience::new(config),
            access_log: config.access_log,
            quota,
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
pub(super) async fn serve<Io, S>(
    io: Io,
    client: Client,
    (service, hangup): (S, Option<Hangup>),
    settings: Settings,
    ticket: Ticket,
) where
    Io: AsyncRead + AsyncWrite + Unpin + Send + 'static,
    S: Service<Request<Incoming>, Response = Response<Body>, Error = Infallible, Future: Send + Unpin>
        + Send
        + Unpin
        + 'static,
{
    let activity = Arc::new(Activity::new(hangup));
    let log = settings.access_log.then(|| AccessLog::new(client));
    let (noted, quota) = (Arc::clone(&activity), settings.quota);
    let service = service_fn(move |request| {
        let in_flight = noted.request();
        if let Some(quota) = &quota {
            quota.count();
        }
        let line = log.as_ref().map(|log| log.line(&request));
        Watched::new(service.call(request), in_flight, line)
    });
    let io = TokioIo::new(Coalesce::new(
        Observed::new(io, Arc::clone(&activity)),
        Arc::clone(&activity),
    ));
    let mut http = settings.http.serve_connection(io, service).with_upgrades();
    let drain = ticket.drain();
    let mut changed = pin!(drain.changed());
    let mut registered = false;
    let mut early = false;
    let mut news = drain.news().while_serving();
    let mut watcher = Watch::new(settings.patience);
    let mut head_timer: Option<Pin<Box<Sleep>>> = None;

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
            if activity.reading_head() && watcher.head_begins(&activity) {
                head_timer = Some(Box::pin(sleep(settings.head_timeout)));
            }
            if let Some(timer) = &mut head_timer
                && timer.as_mut().poll(cx).is_ready()
            {
                head_timer = None;
                if watcher.head_is_slow(&activity) {
                    return Poll::Ready(End::SlowHead);
                }
                continue;
            }
            // Registered once, this task is woken by the next change: to poll before that would only cost time.
            let latest = drain.news();
            if latest != news || !registered {
                let woken = changed.as_mut().poll(cx).is_ready();
                if woken {
                    changed.set(drain.changed());
                }
                // News may be seen before their wake-up comes: it must not be taken for that of later ones.
                registered = !woken && latest == news && !early;
                early = !woken && (latest != news || early);
                let before = std::mem::replace(&mut news, latest);
                if latest.phase() == Phase::Dropping {
                    return Poll::Ready(End::Dropped);
                } else if latest.phase() != before.phase() {
                    match latest.phase() {
                        // An idle client may be sending just now: it is answered, and told with the answer.
                        Phase::Leaving => activity.leave(),
                        _ => Pin::new(&mut http).graceful_shutdown(),
                    }
                } else if latest != before {
                    activity.probe(true);
                    let gone = Pin::new(&mut http).poll(cx).is_ready();
                    activity.probe(false);
                    if gone {
                        return Poll::Ready(End::Done);
                    }
                    match watcher.look(&activity) {
                        Verdict::Fine => {}
                        Verdict::SlowBody => activity.give_up_body(),
                        Verdict::Idle => Pin::new(&mut http).graceful_shutdown(),
                        Verdict::Stuck => return Poll::Ready(End::Dropped),
                    }
                }
                if woken || latest != before {
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
