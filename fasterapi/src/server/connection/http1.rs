//! One connection: hyper's HTTP/1.1, until it turns out to be HTTP/2, the shutdown, and the limits of time.
//!
//! There is no timer per connection: the clock of the worker ticks for all, seldom, and a timer of its own is only
//! made for a head that did not come in one piece. So a request pays for neither.

use std::convert::Infallible;
use std::future::poll_fn;
use std::pin::{Pin, pin};
use std::sync::Arc;
use std::task::Poll;
use std::time::Duration;

use http::{Request, Response};
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::Service;
use hyper_util::rt::TokioIo;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::sync::futures::OwnedNotified;
use tokio::time::{Sleep, sleep};

use super::activity::{Activity, InFlight};
use super::coalesce::Coalesce;
use super::framing;
use super::observed::Observed;
use super::park::Parking;
use super::watch::{Patience, Verdict, Watch};
use super::watched::Watched;
use crate::request::Hangup;
use crate::response::Body;
use crate::server::config::Config;
use crate::server::drain::{Drain, Phase, Ticket};
#[cfg(feature = "http2")]
use crate::server::http2;
use crate::server::linger;
use crate::server::quota::Quota;
use crate::server::service::{Answers, Asked};

/// The most that is buffered of an answer, in bytes.
const BUFFER: usize = 64 * 1024;

/// As many header fields as hyper takes unless told otherwise.
const FIELDS: usize = 100;

const REQUEST_TIMEOUT: &[u8] = b"HTTP/1.1 408 Request Timeout\r\nconnection: close\r\ncontent-length: 0\r\n\r\n";

/// What all connections of a worker share.
#[derive(Debug)]
pub(in crate::server) struct Settings {
    http: http1::Builder,
    head_timeout: Duration,
    patience: Patience,
    quota: Option<Arc<Quota>>,
    /// As many as a connection is for.
    requests: usize,
    /// `None` when it is not spoken.
    #[cfg(feature = "http2")]
    http2: Option<http2::Settings>,
}

impl Settings {
    pub(in crate::server) fn new(config: &Config, quota: Option<Arc<Quota>>) -> Arc<Self> {
        let mut http = http1::Builder::new();
        // A client that closes its sending side after the request still gets its answer. One that is gone is found out
        // about by the clock, and its handler dropped. One copy of a small answer costs less than a list of pieces for the kernel.
        http.half_close(true)
            .writev(false)
            .max_buf_size(BUFFER.max(config.limits.head));
        http.auto_date_header(config.date_header);
        http.max_header_size(config.limits.head);
        if config.limits.fields != FIELDS {
            // said aloud, even the same number costs hyper an allocation for each request
            http.max_headers(config.limits.fields);
        }
        Arc::new(Self {
            http,
            head_timeout: config.head_limit(),
            patience: Patience::new(config),
            quota,
            requests: match config.keeps_alive() {
                true => config.limits.keep_alive_requests.unwrap_or(usize::MAX),
                false => 1,
            },
            #[cfg(feature = "http2")]
            http2: http2::Settings::new(config),
        })
    }

    /// The settings for HTTP/2, if it is spoken, and what its requests count for.
    #[cfg(all(feature = "http2", feature = "tls"))]
    pub(super) fn of_http2(&self) -> Option<(http2::Settings, Option<Arc<Quota>>)> {
        Some((self.http2?, self.quota.clone()))
    }

    /// For a connection that HTTP/1.1 was agreed upon for.
    #[cfg(feature = "tls")]
    pub(super) fn of_http1(&self) -> Arc<Self> {
        Arc::new(Self {
            http: self.http.clone(),
            quota: self.quota.clone(),
            #[cfg(feature = "http2")]
            http2: None,
            ..*self
        })
    }
}

/// Why a connection ended.
enum End {
    /// HTTP came to its end.
    Done,
    /// It broke off: the peer has gone, or the app has failed in the middle of an answer.
    Broken,
    /// The head of a request took too long.
    SlowHead,
    /// The peer takes nothing any more, or the server ends.
    Dropped,
}

impl End {
    fn of(outcome: &hyper::Result<()>) -> Self {
        if outcome.is_ok() { Self::Done } else { Self::Broken }
    }

    /// What is still to be sent before the connection is closed, if only what waits, to a client that may be sending
    /// itself. `None`: it is closed at once.
    fn last_words(&self, activity: &Activity) -> Option<&'static [u8]> {
        match self {
            Self::SlowHead => Some(REQUEST_TIMEOUT),
            Self::Broken => Some(b""),
            // it may have sent requests that are not answered any more
            Self::Done => (activity.may_upload() || activity.pipelines() && activity.leaves()).then_some(b""),
            Self::Dropped => None,
        }
    }
}

/// Notes what happens on `io`.
#[cfg_attr(not(feature = "http2"), expect(unused_variables))]
fn observe<Io: AsyncRead + AsyncWrite + Unpin>(io: Io, activity: &Arc<Activity>, settings: &Settings) -> Observed<Io> {
    #[cfg(feature = "http2")]
    if settings.http2.is_some() {
        return Observed::of_either(io, Arc::clone(activity));
    }
    Observed::new(io, Arc::clone(activity))
}

/// Hands the requests of a connection to the app, and notes that they came.
#[derive(Debug)]
struct Requests<'c, S> {
    service: S,
    activity: &'c Arc<Activity>,
    quota: Option<&'c Quota>,
    refuses_from: usize,
}

impl<'c, S: Answers> Service<Request<Incoming>> for Requests<'c, S> {
    type Response = Response<Body>;
    type Error = Infallible;
    type Future = Watched<'c, S::Answer>;

    #[inline]
    fn call(&self, request: Request<Incoming>) -> Self::Future {
        let in_flight = self.activity.request();
        if let Some(quota) = self.quota {
            quota.count();
        }
        if self.activity.head() >= self.refuses_from {
            return self.look_closer(request, in_flight);
        }
        Watched::new(self.service.answer(request), in_flight)
    }
}

impl<'c, S: Answers> Requests<'c, S> {
    /// Refuses what no app should see, and hands in the rest. Apart, so that the usual request is not lent and can move
    /// to the app without a copy.
    #[cold]
    fn look_closer(&self, request: Request<Incoming>, in_flight: InFlight<'c>) -> Watched<'c, S::Answer> {
        let is_misframed = self.activity.is_misframed();
        let misframed = is_misframed.then(|| framing::refusal(&request)).flatten();
        if let Some(refusal) = misframed.or_else(|| self.service.refuse(&request)) {
            if Asked::of(&request).upgrades {
                self.activity.ask_to_upgrade();
            }
            let refusal = self.service.note(&request, refusal);
            return Watched::refusal(crate::Response::from_http(refusal), in_flight);
        }
        Watched::new(self.service.answer(request), in_flight)
    }
}

/// Serves one connection to its end; the ticket goes with it.
pub(in crate::server) async fn serve<Io, S>(
    io: Io,
    (service, hangup): (S, Option<Hangup>),
    settings: Arc<Settings>,
    ticket: Ticket,
) where
    Io: AsyncRead + AsyncWrite + Unpin + Send + 'static,
    S: Answers,
{
    let activity = &Arc::new(Activity::new(hangup, settings.requests));
    let io = observe(io, activity, &settings);
    let service = Requests {
        refuses_from: service.refuses_from(),
        service,
        activity,
        quota: settings.quota.as_deref(),
    };
    let io = TokioIo::new(Coalesce::new(io, Arc::clone(activity)));
    let mut http = Parking::new(&settings.http, io, service);
    let drain = ticket.drain();
    let mut changed = pin!(drain.changed());
    let mut registered = false;
    let mut early = false;
    let mut news = drain.news().while_serving();
    let mut watcher = Watch::new(settings.patience);
    let mut turn = pin!(None::<OwnedNotified>);
    let mut progress = usize::MAX;
    let mut head_timer: Option<Pin<Box<Sleep>>> = None;

    let end = poll_fn(|cx| {
        loop {
            let latest = drain.news();
            if latest != news && latest.phase() != news.phase() {
                // A request may have come that hyper has not read: it is answered, and told with the answer.
                activity.leave();
            }
            if let Poll::Ready(outcome) = http.poll(cx) {
                return Poll::Ready(End::of(&outcome));
            }
            if activity.holds() {
                // An answer waits while hyper waits for the app: polled again, hyper flushes.
                activity.flush(true);
                let done = http.poll(cx);
                activity.flush(false);
                if let Poll::Ready(outcome) = done {
                    return Poll::Ready(End::of(&outcome));
                }
            }
            if activity.reading_head() && watcher.head_begins(activity) {
                head_timer = Some(Box::pin(sleep(settings.head_timeout)));
            }
            if let Some(timer) = &mut head_timer
                && timer.as_mut().poll(cx).is_ready()
            {
                head_timer = None;
                if watcher.head_is_slow(activity) {
                    return Poll::Ready(End::SlowHead);
                }
                continue;
            }
            // Registered once, this task is woken by the next change: to poll before that would only cost time.
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
                    // Where another process goes on, an idle client may be sending just now.
                    if latest.phase() != Phase::Leaving {
                        activity.upload(activity.in_flight());
                        http.graceful_shutdown();
                    }
                } else if latest != before {
                    if let Poll::Ready(outcome) = http.probe(activity, cx) {
                        return Poll::Ready(End::of(&outcome));
                    }
                    match watcher.look(activity) {
                        Verdict::Fine if watcher.is_quiet() && activity.rests() => http.park(activity, cx),
                        Verdict::Fine => {}
                        Verdict::SlowBody => activity.give_up_body(),
                        Verdict::Idle => {
                            activity.upload(false);
                            http.graceful_shutdown();
                        }
                        Verdict::Stuck => return Poll::Ready(End::Dropped),
                    }
                }
                if woken || latest != before {
                    continue;
                }
            }
            // In a crowd the clock is too slow: each who comes calls two, and who did nothing from call to call is parked.
            if drain.turns().have_begun() {
                if turn.is_none() && !http.is_parked() {
                    turn.set(Some(drain.turns().queue()));
                    let _ = turn.as_mut().as_pin_mut().map(|turn| turn.poll(cx));
                }
                if drain.turns().are_called()
                    && let Some(place) = turn.as_mut().as_pin_mut()
                    && place.poll(cx).is_ready()
                {
                    drain.turns().came();
                    turn.set(None);
                    let before = std::mem::replace(&mut progress, activity.progress());
                    if before == progress && activity.rests() {
                        if let Poll::Ready(outcome) = http.probe(activity, cx) {
                            return Poll::Ready(End::of(&outcome));
                        }
                        if activity.rests() {
                            http.park(activity, cx);
                        }
                    }
                    continue;
                }
            }
            return Poll::Pending;
        }
    })
    .await;
    #[cfg(feature = "http2")]
    if activity.is_http2() {
        if let (End::Broken, Some(http2)) = (end, go_on_as_http2(&mut http, &settings, ticket)) {
            http2.await;
        }
        return;
    }
    if let Some(farewell) = farewell(&end, &mut http, activity, drain) {
        farewell.await;
    }
}

/// What few connections do at their end. Boxed, and made apart from [`serve`], of which all that is done there would be a
/// part in every connection's memory.
type Sequel<'d> = Option<Pin<Box<dyn Future<Output = ()> + Send + 'd>>>;

/// Goes on as HTTP/2 does, having read how it begins.
#[cfg(feature = "http2")]
fn go_on_as_http2<Io, S>(
    http: &mut Parking<'_, Io, Requests<'_, S>>,
    settings: &Settings,
    ticket: Ticket,
) -> Sequel<'static>
where
    Io: AsyncRead + AsyncWrite + Unpin + Send + 'static,
    S: Answers,
{
    let (parts, http2) = (http.take()?, settings.http2?);
    let begun = http2::Begun {
        io: Box::new(parts.io.into_inner().into_inner().into_inner()),
        received: parts.read_buf,
    };
    let (service, quota) = (parts.service.service, settings.quota.clone());
    Some(Box::pin(http2::serve(begun, service, http2, quota, ticket)))
}

/// Sends the last, and hears the client out.
fn farewell<'d, Io, S>(
    end: &End,
    http: &mut Parking<'_, Io, Requests<'_, S>>,
    activity: &Activity,
    drain: &'d Drain,
) -> Sequel<'d>
where
    Io: AsyncRead + AsyncWrite + Unpin + Send + 'static,
    S: Answers,
{
    let (words, parts) = (end.last_words(activity)?, http.take()?);
    activity.flush(true);
    let is_slow = matches!(end, End::SlowHead) || activity.body_is_late();
    let longest = if is_slow { linger::SHORT } else { linger::LONG };
    Some(Box::pin(linger::end(parts.io.into_inner(), words, longest, drain)))
}

#[cfg(test)]
mod tests;
