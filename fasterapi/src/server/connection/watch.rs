//! [`Watch`]: judges a connection by what changed between two looks at its [`Activity`].

use std::time::Duration;

use super::activity::Activity;
use crate::server::config::Config;

/// A limit of time is kept to within this part of it.
const PRECISION: u32 = 4;

/// The shortest time between two looks.
const SHORTEST_TICK: Duration = Duration::from_millis(10);

/// The longest, however long the limits are: a peer that is gone, or a new certificate, is noticed by a look, too.
const LONGEST_TICK: Duration = Duration::from_millis(7500);

/// How often a connection is looked at without progress before something is done.
#[derive(Debug, Clone, Copy)]
pub(in crate::server) struct Patience {
    pub(in crate::server) idle: u32,
    body: u32,
    pub(in crate::server) write: u32,
    /// The time between two looks.
    tick: Duration,
    /// How long a body may be slower than `rate`.
    grace: Duration,
    /// Bytes a second; 0 is any.
    rate: u32,
}

impl Patience {
    /// How often to look.
    pub(in crate::server) fn tick(config: &Config) -> Duration {
        let shortest = config.idle_limit().min(config.body_limit()).min(config.write_limit());
        let grace = config.limits.body_grace;
        let shortest = match config.limits.body_rate {
            // without a grace, the rate is judged from the first look on
            0 => shortest,
            _ if grace.is_zero() => shortest,
            _ => shortest.min(grace),
        };
        (shortest / PRECISION).clamp(SHORTEST_TICK, LONGEST_TICK)
    }

    /// The limits of time, counted in looks.
    pub(in crate::server) fn new(config: &Config) -> Self {
        let every = Self::tick(config);
        let tick = every.as_nanos();
        let looks = |limit: Duration| {
            u32::try_from(limit.as_nanos().div_ceil(tick))
                .unwrap_or(u32::MAX)
                .max(1)
        };
        Self {
            idle: looks(config.idle_limit()),
            body: looks(config.body_limit()),
            write: looks(config.write_limit()),
            tick: every,
            grace: config.limits.body_grace,
            rate: config.limits.body_rate,
        }
    }
}

/// What is to be done with a connection.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Verdict {
    /// Nothing.
    Fine,
    /// Stop waiting for the rest of the request.
    SlowBody,
    /// Close it unless an answer is still under way.
    Idle,
    /// Drop it: the peer takes nothing any more.
    Stuck,
}

/// What the last look saw.
#[derive(Debug)]
pub(super) struct Watch {
    patience: Patience,
    /// `None` before the first look, which may come right after the connection.
    progress: Option<usize>,
    looks_without_progress: u32,
    /// The number of requests when the head now being read began.
    head_of: Option<usize>,
    body: BodyProgress,
}

/// How the body of a request comes.
#[derive(Debug, Default)]
struct BodyProgress {
    /// The number of the request.
    of: usize,
    /// The progress at the first look.
    from: usize,
    /// How often the app was found waiting for the client since.
    waits: u32,
}

impl BodyProgress {
    /// Looks once; whether the body is slower than allowed.
    fn is_slow(&mut self, activity: &Activity, patience: Patience) -> bool {
        if patience.rate == 0 || !activity.in_flight() || !activity.wants_body() {
            return false;
        }
        let (of, now) = (activity.requests(), activity.progress());
        if self.of != of {
            *self = Self {
                of,
                from: now,
                waits: 0,
            };
            return false;
        }
        self.waits = self.waits.saturating_add(1);
        let bytes = now.wrapping_sub(self.from) as f64;
        let allowed = patience.grace.as_secs_f64() + bytes / f64::from(patience.rate);
        patience.tick.as_secs_f64() * f64::from(self.waits) > allowed
    }
}

impl Watch {
    pub(in crate::server) fn new(patience: Patience) -> Self {
        Self {
            patience,
            progress: None,
            looks_without_progress: 0,
            head_of: None,
            body: BodyProgress::default(),
        }
    }

    /// Notes that the head of a request begins; `false` when a head is watched already.
    pub(super) fn head_begins(&mut self, activity: &Activity) -> bool {
        let begins = self.head_of.is_none();
        if begins {
            self.head_of = Some(activity.requests());
        }
        begins
    }

    /// Whether the head that began is not complete; to be asked when the time for it is over.
    pub(super) fn head_is_slow(&mut self, activity: &Activity) -> bool {
        self.head_of.take() == Some(activity.requests()) && activity.reading_head()
    }

    /// Whether nothing had changed at the last look.
    pub(super) fn is_quiet(&self) -> bool {
        self.looks_without_progress > 0
    }

    /// Looks once; to be called once a [`Patience::tick`].
    pub(super) fn look(&mut self, activity: &Activity) -> Verdict {
        if self.body.is_slow(activity, self.patience) {
            return Verdict::SlowBody;
        }
        let progress = Some(activity.progress());
        let at_work = activity.in_flight() && !activity.wants_body() && !activity.write_blocked();
        if at_work || progress != self.progress {
            self.progress = progress;
            self.looks_without_progress = 0;
            return Verdict::Fine;
        }
        self.looks_without_progress += 1;
        let (limit, verdict) = if activity.write_blocked() {
            (self.patience.write, Verdict::Stuck)
        } else if activity.in_flight() {
            (self.patience.body, Verdict::SlowBody)
        } else {
            (self.patience.idle, Verdict::Idle)
        };
        if self.looks_without_progress < limit {
            return Verdict::Fine;
        }
        verdict
    }
}

#[cfg(test)]
mod tests {
    use std::future::Future;
    use std::sync::Arc;
    use std::task::{Context, Poll, Waker};

    use tokio::io::{AsyncReadExt, AsyncWriteExt, duplex};

    use super::super::observed::Observed;
    use super::*;

    /// Four looks for an idle connection, two for a body, three for an answer.
    fn watch() -> Watch {
        Watch::new(Patience {
            idle: 4,
            body: 2,
            write: 3,
            tick: Duration::from_secs(1),
            grace: Duration::from_secs(3),
            rate: 10,
        })
    }

    #[test]
    fn limits_are_counted_in_looks() {
        let config = Config::new();
        let Patience { idle, body, write, .. } = Patience::new(&config);
        assert_eq!(Patience::tick(&config), Duration::from_millis(7500));
        assert_eq!((idle, body, write), (10, 4, 4));
        let hasty = Config::new().timeout_keep_alive(Duration::from_nanos(1));
        assert_eq!((Patience::tick(&hasty), Patience::new(&hasty).idle), (SHORTEST_TICK, 1));
    }

    #[test]
    fn no_limit_makes_no_haste() {
        let (zero, config) = (Duration::ZERO, Config::new());
        for config in [
            config.clone().timeout_keep_alive(zero),
            config.clone().timeout_request_header(zero),
            config.clone().timeout_request_body(zero),
            config.clone().timeout_response_write(zero),
            config.clone().timeout_request_body_grace(zero),
        ] {
            let tick = Patience::tick(&config);
            assert!((Duration::from_secs(2)..=LONGEST_TICK).contains(&tick), "{tick:?}");
        }
        let endless = config
            .timeout_keep_alive(Duration::MAX)
            .timeout_request_body(zero)
            .timeout_response_write(zero)
            .timeout_request_body_grace(Duration::MAX);
        assert_eq!(Patience::tick(&endless), LONGEST_TICK);
    }

    #[tokio::test]
    async fn a_body_that_does_not_come_is_given_up() {
        let (activity, mut watch) = (Arc::new(Activity::default()), watch());
        let (mut client, server) = duplex(64);
        let mut server = Observed::new(server, Arc::clone(&activity));
        let _in_flight = activity.request();
        let mut read = read_once(&mut server);
        assert!(read.is_none() && activity.wants_body());
        assert_eq!(
            [watch.look(&activity), watch.look(&activity)],
            [Verdict::Fine, Verdict::Fine]
        );
        client.write_all(b"x").await.unwrap();
        read = read_once(&mut server);
        assert!(matches!(read, Some(Ok(1))) && !activity.wants_body());
        assert!(
            (0..9).all(|_| watch.look(&activity) == Verdict::Fine),
            "the app is at work"
        );
        assert!(read_once(&mut server).is_none());
        assert_eq!(
            [watch.look(&activity), watch.look(&activity)],
            [Verdict::Fine, Verdict::SlowBody]
        );
        activity.give_up_body();
        let error = read_once(&mut server).and_then(Result::err).map(|error| error.kind());
        assert_eq!(error, Some(std::io::ErrorKind::TimedOut));
    }

    #[tokio::test]
    async fn a_body_that_drips_is_given_up_after_its_grace() {
        let (activity, mut watch) = (Arc::new(Activity::default()), watch());
        let (mut client, server) = duplex(64);
        let mut server = Observed::new(server, Arc::clone(&activity));
        let _in_flight = activity.request();
        let mut verdicts = Vec::new();
        for bytes in [0, 1, 1, 10, 9, 1] {
            client.write_all(&vec![b'x'; bytes]).await.unwrap();
            while read_once(&mut server).is_some() {}
            verdicts.push(watch.look(&activity));
        }
        // three seconds of grace, and one more for ten bytes
        assert!(
            verdicts[..5].iter().all(|verdict| *verdict == Verdict::Fine),
            "{verdicts:?}"
        );
        assert_eq!(verdicts[5], Verdict::Fine, "22 bytes in 5 s");
        client.write_all(b"x").await.unwrap();
        while read_once(&mut server).is_some() {}
        assert_eq!(watch.look(&activity), Verdict::SlowBody, "23 bytes in 6 s");
    }

    /// What one attempt to read a byte gives; `None` when there is nothing yet.
    fn read_once(io: &mut (impl tokio::io::AsyncRead + Unpin)) -> Option<std::io::Result<usize>> {
        let mut byte = [0];
        let read = std::pin::pin!(io.read(&mut byte));
        match read.poll(&mut Context::from_waker(Waker::noop())) {
            Poll::Ready(read) => Some(read),
            Poll::Pending => None,
        }
    }

    #[test]
    fn a_silent_connection_is_idle_four_looks_after_the_first() {
        let (activity, mut watch) = (Activity::default(), watch());
        assert_eq!(watch.look(&activity), Verdict::Fine);
        let verdicts: Vec<_> = (0..4).map(|_| watch.look(&activity)).collect();
        assert_eq!(verdicts, [Verdict::Fine, Verdict::Fine, Verdict::Fine, Verdict::Idle]);
    }

    #[test]
    fn a_request_in_flight_is_never_idle() {
        let (activity, mut watch) = (Arc::new(Activity::default()), watch());
        let in_flight = activity.request();
        assert!((0..9).all(|_| watch.look(&activity) == Verdict::Fine));
        drop(in_flight);
        assert!((0..3).all(|_| watch.look(&activity) == Verdict::Fine));
        assert_eq!(watch.look(&activity), Verdict::Idle);
    }

    #[tokio::test]
    async fn part_of_a_head_is_slow_unless_it_became_a_request() {
        let (activity, mut watch) = (Arc::new(Activity::default()), watch());
        let (mut client, server) = duplex(64);
        let mut server = Observed::new(server, Arc::clone(&activity));
        client.write_all(b"GET").await.unwrap();
        server.read_exact(&mut [0; 3]).await.unwrap();
        assert!(activity.reading_head() && watch.head_begins(&activity));
        assert!(!watch.head_begins(&activity));
        assert!(watch.head_is_slow(&activity));

        assert!(watch.head_begins(&activity));
        drop(activity.request());
        assert!(!watch.head_is_slow(&activity));
    }

    #[tokio::test]
    async fn a_peer_that_takes_nothing_is_stuck() {
        let (activity, mut watch) = (Arc::new(Activity::default()), watch());
        let (_client, server) = duplex(4);
        let mut server = Observed::new(server, Arc::clone(&activity));
        tokio::select! {
            biased;
            _ = server.write_all(b"too long") => unreachable!(),
            () = std::future::ready(()) => {}
        }
        let verdicts: Vec<_> = (0..4).map(|_| watch.look(&activity)).collect();
        assert_eq!(verdicts[2..], [Verdict::Fine, Verdict::Stuck]);
    }
}
