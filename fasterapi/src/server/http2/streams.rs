//! [`Streams`]: the tasks of a connection's streams, counted, and ended when nobody takes what they send.

use std::future::poll_fn;
use std::pin::{Pin, pin};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::task::Poll;
use std::time::Duration;

use hyper::rt::Executor;
use tokio::time::{Instant, Sleep, sleep_until};

use super::sending::Progress;

/// The streams of a connection; hyper runs them with it, each in a task of its own, so that a panic in one leaves the
/// others alone.
#[derive(Debug, Clone)]
pub(super) struct Streams {
    counts: Arc<Counts>,
    /// How long a client may take nothing of an answer.
    write_limit: Duration,
}

#[derive(Debug, Default)]
pub(super) struct Counts {
    at_work: AtomicUsize,
    pub(super) sending: AtomicUsize,
}

impl Streams {
    pub(super) fn new(write_limit: Duration) -> Self {
        Self {
            counts: Arc::default(),
            write_limit,
        }
    }

    pub(super) fn counts(&self) -> &Counts {
        &self.counts
    }

    /// How many have an answer that is not complete.
    pub(super) fn at_work(&self) -> usize {
        self.counts.at_work.load(Ordering::Relaxed)
    }

    /// How many of these wait until part of their answer can be sent.
    pub(super) fn sending(&self) -> usize {
        self.counts.sending.load(Ordering::Relaxed)
    }
}

impl<F: Future<Output = ()> + Send + 'static> Executor<F> for Streams {
    fn execute(&self, stream: F) {
        self.counts.at_work.fetch_add(1, Ordering::Relaxed);
        let (at_work, limit) = (AtWork(Arc::clone(&self.counts)), self.write_limit);
        tokio::spawn(async move {
            let _at_work = at_work;
            // dropped before its end, hyper's future resets the stream
            within(limit, stream).await;
        });
    }
}

struct AtWork(Arc<Counts>);

impl Drop for AtWork {
    fn drop(&mut self) {
        self.0.at_work.fetch_sub(1, Ordering::Relaxed);
    }
}

/// Runs a stream to its end, or until the client has taken nothing of its answer for as long as `limit`. There is no
/// timer while there is nothing to be taken.
async fn within(limit: Duration, stream: impl Future<Output = ()>) {
    let progress = Progress::default();
    let mut stream = pin!(progress.clone().follow(stream));
    let mut timer: Option<Pin<Box<Sleep>>> = None;
    let (mut pieces, mut since) = (0, None);
    poll_fn(|cx| {
        if stream.as_mut().poll(cx).is_ready() {
            return Poll::Ready(());
        }
        let Some(now) = progress.waiting() else {
            (timer, since) = (None, None);
            return Poll::Pending;
        };
        let since = match since {
            Some(since) if now == pieces => since,
            _ => *since.insert(Instant::now()),
        };
        pieces = now;
        // after a piece was taken, the timer that is there goes off too early, and is set anew only then
        let timer = timer.get_or_insert_with(|| Box::pin(sleep_until(since + limit)));
        while timer.as_mut().poll(cx).is_ready() {
            if since.elapsed() >= limit {
                return Poll::Ready(());
            }
            timer.as_mut().reset(since + limit);
        }
        Poll::Pending
    })
    .await
}

#[cfg(test)]
mod tests {
    use std::future::pending;

    use tokio::time::sleep;

    use super::super::sending::Sending;
    use super::*;
    use crate::response::Body;

    #[tokio::test]
    async fn streams_are_counted_while_they_are_at_work() {
        let streams = Streams::new(Duration::from_secs(1));
        streams.execute(pending());
        streams.execute(async {});
        streams.execute(async { panic!("on purpose") });
        assert_eq!(streams.at_work(), 3);
        while streams.at_work() > 1 {
            tokio::task::yield_now().await;
        }
    }

    #[tokio::test(start_paused = true)]
    async fn a_stream_of_which_nothing_is_taken_is_ended_and_no_other() {
        let limit = Duration::from_secs(30);
        let streams = Streams::new(limit);
        let began = Instant::now();
        streams.execute(pending());
        for pause in [limit * 2, limit - Duration::from_secs(1)] {
            let mut body = Sending::new(Body::from(vec![0; 100_000]), streams.clone());
            streams.execute(async move {
                // three pieces, and the fourth waits: for less than the limit, or for longer
                for _ in 0..4 {
                    poll_fn(|cx| http_body::Body::poll_frame(Pin::new(&mut body), cx)).await;
                    sleep(pause).await;
                }
            });
        }
        while streams.at_work() > 2 {
            sleep(Duration::from_secs(1)).await;
        }
        assert!(
            began.elapsed() <= limit + Duration::from_secs(1),
            "{:?}",
            began.elapsed()
        );
        while streams.at_work() > 1 {
            sleep(Duration::from_secs(1)).await;
        }
        assert!(began.elapsed() > limit * 3, "one that is slow comes to its end");
        assert_eq!(streams.sending(), 0);
    }
}
