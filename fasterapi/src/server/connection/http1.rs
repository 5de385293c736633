//! One connection: hyper's HTTP/1.1, until it turns out to be HTTP/2, the shutdown, and the limits of time.
//!
//! There is no timer per connection: the clock of the worker ticks for all, seldom, and a timer of its own is only
//! made for a head that did not come in one piece. So a request pays for neither.

use std::future::poll_fn;
use std::pin::{Pin, pin};
use std::sync::Arc;
use std::task::Poll;

use hyper_util::rt::TokioIo;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::sync::futures::OwnedNotified;
use tokio::time::{Sleep, sleep};

use super::activity::Activity;
use super::coalesce::Coalesce;
#[cfg(feature = "http2")]
use super::ending::go_on_as_http2;
use super::ending::{End, farewell};
use super::observed::Observed;
use super::park::Parking;
use super::requests::Requests;
use super::settings::Settings;
use super::watch::{Verdict, Watch};
use crate::request::Hangup;
use crate::server::drain::{Phase, Ticket};
use crate::server::service::Answers;

/// Notes what happens on `io`.
#[cfg_attr(not(feature = "http2"), expect(unused_variables))]
fn observe<Io: AsyncRead + AsyncWrite + Unpin>(io: Io, activity: &Arc<Activity>, settings: &Settings) -> Observed<Io> {
    #[cfg(feature = "http2")]
    if settings.http2.is_some() {
        return Observed::of_either(io, Arc::clone(activity));
    }
    Observed::new(io, Arc::clone(activity))
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

#[cfg(test)]
mod tests;
