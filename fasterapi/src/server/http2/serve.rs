//! One HTTP/2 connection.

use std::future::poll_fn;
use std::pin::{Pin, pin};
use std::sync::Arc;
use std::task::Poll;
use std::time::Duration;

use bytes::Bytes;
use hyper::server::conn::http2;
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::time::{Sleep, sleep};

use super::body::Pace;
use super::limits::Http2;
use super::service::Requests;
use super::streams::Streams;
use super::traffic::{Noted, Notes, Traffic};
use super::watch::{Verdict, Watch};
use crate::server::config::Config;
use crate::server::connection::{Patience, Stream};
use crate::server::drain::{Phase, Ticket};
use crate::server::quota::Quota;
use crate::server::service::Answers;

/// As much of an answer as is kept for a client that does not take it, in bytes.
const SEND_BUFFER: usize = 64 * 1024;

/// How long a client without a request under way may take to answer a goodbye.
const FAREWELL: Duration = Duration::from_secs(1);

/// What all connections of a worker share.
#[derive(Debug, Clone, Copy)]
pub(in crate::server) struct Settings {
    limits: Http2,
    head_timeout: Duration,
    body_pace: Pace,
    /// As many as a connection is for.
    requests: usize,
    /// Whether a connection on which nothing is under way any more is for others.
    keeps_alive: bool,
    /// How many header fields a request may have.
    fields: usize,
    patience: Patience,
    write_limit: Duration,
    date_header: bool,
}

impl Settings {
    /// `None` when HTTP/2 is not spoken.
    pub(in crate::server) fn new(config: &Config) -> Option<Self> {
        Some(Self {
            limits: config.http2?,
            head_timeout: config.head_limit(),
            body_pace: Pace::new(config),
            requests: config.limits.keep_alive_requests.unwrap_or(usize::MAX),
            keeps_alive: config.keeps_alive(),
            fields: config.limits.fields,
            patience: Patience::new(config),
            write_limit: config.write_limit(),
            date_header: config.date_header,
        })
    }

    /// Whether a connection has done what it is for.
    fn has_served(&self, traffic: &Traffic) -> bool {
        let requests = traffic.requests();
        requests >= self.requests || (!self.keeps_alive && requests > 0 && traffic.open() == 0)
    }

    fn protocol(&self, streams: &Streams) -> http2::Builder<Streams> {
        let limits = &self.limits;
        let mut protocol = http2::Builder::new(streams.clone());
        protocol
            .timer(TokioTimer::new())
            .auto_date_header(self.date_header)
            .max_concurrent_streams(limits.max_concurrent_streams)
            .max_header_list_size(limits.max_header_list_size)
            .max_frame_size(limits.max_frame_size)
            .initial_connection_window_size(limits.window_size)
            .initial_stream_window_size(limits.window_size)
            .max_pending_accept_reset_streams(limits.max_pending_resets)
            .max_local_error_reset_streams(limits.max_local_resets)
            .max_send_buf_size(SEND_BUFFER)
            .keep_alive_interval(limits.pings())
            .keep_alive_timeout(limits.ping_timeout);
        protocol
    }
}

/// A connection, and what has been read of it before it was known to be HTTP/2.
pub(in crate::server) struct Begun {
    pub(in crate::server) io: Box<dyn Stream>,
    pub(in crate::server) received: Bytes,
}

/// Serves one connection to its end; the ticket goes with it.
pub(in crate::server) async fn serve<S>(
    begun: Begun,
    service: S,
    settings: Settings,
    quota: Option<Arc<Quota>>,
    ticket: Ticket,
) where
    S: Answers,
{
    let (traffic, streams) = (Arc::new(Traffic::default()), Streams::new(settings.write_limit));
    let service = Requests {
        service,
        quota,
        streams: streams.clone(),
        body_pace: settings.body_pace,
        fields: settings.fields,
    };
    let io = TokioIo::new(Noted::new(begun.io, begun.received, Notes::new(Arc::clone(&traffic))));
    let mut http = pin!(settings.protocol(&streams).serve_connection(io, service));
    let drain = ticket.drain();
    let mut changed = pin!(drain.changed());
    let mut news = drain.news().while_serving();
    let mut watch = Watch::new(settings.patience);
    let mut head: Option<(usize, Pin<Box<Sleep>>)> = None;
    let mut farewell: Option<Pin<Box<Sleep>>> = None;

    poll_fn(|cx| {
        loop {
            if http.as_mut().poll(cx).is_ready() {
                return Poll::Ready(());
            }
            if traffic.reading_head() && head.is_none() {
                head = Some((traffic.heads(), Box::pin(sleep(settings.head_timeout))));
            }
            if let Some((of, timer)) = &mut head
                && timer.as_mut().poll(cx).is_ready()
            {
                if traffic.reading_head() && traffic.heads() == *of {
                    return Poll::Ready(());
                }
                head = None;
                continue;
            }
            if let Some(timer) = &mut farewell
                && timer.as_mut().poll(cx).is_ready()
            {
                if traffic.open() == 0 && streams.at_work() == 0 {
                    return Poll::Ready(());
                }
                *timer = Box::pin(sleep(FAREWELL));
                continue;
            }
            let woken = changed.as_mut().poll(cx).is_ready();
            if woken {
                changed.set(drain.changed());
            }
            let latest = drain.news();
            let before = std::mem::replace(&mut news, latest);
            let has_served = farewell.is_none() && settings.has_served(&traffic);
            let verdict = if latest.phase() == Phase::Dropping {
                Verdict::Stuck
            } else if latest.phase() != before.phase() || has_served {
                Verdict::Idle
            } else if latest != before {
                watch.look(&traffic, &streams)
            } else {
                Verdict::Fine
            };
            match verdict {
                Verdict::Fine => {}
                Verdict::Stuck => return Poll::Ready(()),
                Verdict::Idle => {
                    http.as_mut().graceful_shutdown();
                    farewell.get_or_insert_with(|| Box::pin(sleep(FAREWELL)));
                }
            }
            if !woken && latest == before && !has_served {
                return Poll::Pending;
            }
        }
    })
    .await;
}
