//! How long clients, workers and the end may take, and what a time of 0 means for each.

use std::time::Duration;

use super::config::Config;
use super::connection::Patience;

/// As long as anything may take: a year, which can be added to any time there is.
const LONGEST: Duration = Duration::from_secs(365 * 24 * 60 * 60);

/// The shortest time within which a worker can be asked whether it is there.
const SHORTEST_HEALTHCHECK: Duration = Duration::from_millis(10);

/// How long clients, workers and the end may take. What is longer than a year counts as a year.
impl Config {
    /// How long a connection stays open without a request, to within a quarter of it; 75 s by default, which is
    /// longer than nginx keeps an idle connection to its upstream. 0 keeps none open: each answer says
    /// `connection: close`, as with nginx's `keepalive_timeout 0`, and a new connection has
    /// [`timeout_request_header`](Self::timeout_request_header) to begin its request.
    #[must_use]
    pub fn timeout_keep_alive(mut self, timeout: Duration) -> Self {
        self.timeout_keep_alive = timeout;
        self
    }

    /// How long the head of a request may take from its first bytes to its last; 10 s by default, 0 is as long as it
    /// likes. Slower ones are answered 408. A TLS handshake, a header of the PROXY protocol and the preface of HTTP/2
    /// may take as long.
    #[must_use]
    pub fn timeout_request_header(mut self, timeout: Duration) -> Self {
        self.timeout_request_header = timeout;
        self
    }

    /// How long the app waits for the next bytes of a body, to within a quarter of it; 30 s by default, 0 is as long as
    /// it likes. Slower ones are answered 408, and the connection is closed.
    #[must_use]
    pub fn timeout_request_body(mut self, timeout: Duration) -> Self {
        self.timeout_request_body = timeout;
        self
    }

    /// How long a client may take nothing of its answer, to within a quarter of it; 30 s by default, 0 is as long as it
    /// likes. Then the connection is dropped. Over HTTP/2 it is dropped when nothing of any answer is taken, and an
    /// answer that alone is not taken is reset.
    #[must_use]
    pub fn timeout_response_write(mut self, timeout: Duration) -> Self {
        self.timeout_response_write = timeout;
        self
    }

    /// How long requests in flight may take to finish after SIGTERM or Ctrl-C; 30 s by default. 0 drops them at once.
    #[must_use]
    pub fn timeout_graceful_shutdown(mut self, timeout: Duration) -> Self {
        self.timeout_graceful_shutdown = timeout.min(LONGEST);
        self
    }

    /// How long the thread of a worker may do nothing but one thing before that is told and the worker gets no more
    /// connections, to within twice of it; 5 s by default, at least 10 ms. 0 does not look.
    #[must_use]
    pub fn timeout_worker_healthcheck(mut self, timeout: Duration) -> Self {
        self.timeout_worker_healthcheck = timeout;
        self
    }

    /// How long the process that SIGUSR2 has started may take until it serves; 90 s by default, as systemd gives a
    /// service, 0 is as long as it likes. Then it is killed, and this one goes on.
    #[must_use]
    pub fn timeout_restart(mut self, timeout: Duration) -> Self {
        self.timeout_restart = timeout;
        self
    }
}

/// A time that is no limit when it is 0.
fn limit(time: Duration) -> Duration {
    match time {
        Duration::ZERO => LONGEST,
        time => time.min(LONGEST),
    }
}

/// The times as they are kept, where 0 has become what it means.
impl Config {
    /// Whether connections are used for more than one request.
    pub(super) fn keeps_alive(&self) -> bool {
        !self.timeout_keep_alive.is_zero()
    }

    pub(super) fn idle_limit(&self) -> Duration {
        match self.keeps_alive() {
            true => limit(self.timeout_keep_alive),
            false => self.head_limit(),
        }
    }

    pub(super) fn head_limit(&self) -> Duration {
        limit(self.timeout_request_header)
    }

    pub(super) fn body_limit(&self) -> Duration {
        limit(self.timeout_request_body)
    }

    pub(super) fn write_limit(&self) -> Duration {
        limit(self.timeout_response_write)
    }

    #[cfg(any(unix, test))]
    pub(super) fn restart_limit(&self) -> Duration {
        limit(self.timeout_restart)
    }

    /// How often workers are looked at; `None`: never.
    pub(super) fn healthcheck(&self) -> Option<Duration> {
        let time = self.timeout_worker_healthcheck;
        (!time.is_zero()).then(|| time.clamp(SHORTEST_HEALTHCHECK, LONGEST))
    }

    /// How often connections are looked at.
    pub(super) fn tick(&self) -> Duration {
        Patience::tick(self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn zero_is_what_the_options_say() {
        let zero = Duration::ZERO;
        let config = Config::new()
            .timeout_keep_alive(zero)
            .timeout_request_body(zero)
            .timeout_response_write(zero)
            .timeout_worker_healthcheck(zero)
            .timeout_restart(zero);
        assert!(!config.keeps_alive() && config.healthcheck().is_none());
        assert_eq!(config.idle_limit(), Duration::from_secs(10));
        let never = [config.body_limit(), config.write_limit(), config.restart_limit()];
        assert_eq!(never, [LONGEST; 3]);
        assert_eq!(config.timeout_request_header(zero).idle_limit(), LONGEST);
    }

    #[test]
    fn no_time_is_too_long_for_a_clock() {
        let config = Config::new()
            .timeout_keep_alive(Duration::MAX)
            .timeout_worker_healthcheck(Duration::MAX);
        assert_eq!((config.idle_limit(), config.healthcheck()), (LONGEST, Some(LONGEST)));
        let hasty = config.timeout_worker_healthcheck(Duration::from_nanos(1));
        assert_eq!(hasty.healthcheck(), Some(SHORTEST_HEALTHCHECK));
    }
}
