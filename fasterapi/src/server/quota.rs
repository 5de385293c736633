//! [`Quota`]: how many requests the server answers before it stops.

use std::hash::{BuildHasher, RandomState};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use tokio::sync::Notify;

use super::config::Config;

/// Counts the requests of all workers.
#[derive(Debug)]
pub(super) struct Quota {
    left: AtomicUsize,
    used_up: Notify,
}

impl Quota {
    /// `None` when there is no limit.
    pub(super) fn new(config: &Config) -> Option<Arc<Self>> {
        let limit = config.limit_max_requests?;
        let jitter = config.limit_max_requests_jitter as u64;
        let more = RandomState::new().hash_one(0) % jitter.saturating_add(1);
        Some(Arc::new(Self {
            left: AtomicUsize::new(limit.saturating_add(more as usize).max(1)),
            used_up: Notify::new(),
        }))
    }

    /// One more request has come.
    pub(super) fn count(&self) {
        let one_less = |left: usize| left.checked_sub(1);
        if self.left.fetch_update(Ordering::Relaxed, Ordering::Relaxed, one_less) == Ok(1) {
            self.used_up.notify_one();
        }
    }

    /// Waits until there were as many as there may be; for ever if there is no limit.
    pub(super) async fn used_up(quota: Option<&Self>) {
        match quota {
            Some(quota) => quota.used_up.notified().await,
            None => std::future::pending().await,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn the_last_request_ends_the_wait() {
        assert!(Quota::new(&Config::new().limit_max_requests_jitter(5)).is_none());
        let quota = Quota::new(&Config::new().limit_max_requests(3)).unwrap();
        quota.count();
        quota.count();
        assert_eq!(quota.left.load(Ordering::Relaxed), 1);
        quota.count();
        quota.count();
        Quota::used_up(Some(&quota)).await;
    }

    #[test]
    fn chance_adds_as_much_as_it_may() {
        let config = Config::new().limit_max_requests(10).limit_max_requests_jitter(2);
        let left = || Quota::new(&config).unwrap().left.load(Ordering::Relaxed);
        let mut seen: Vec<_> = (0..200).map(|_| left()).collect();
        seen.sort_unstable();
        seen.dedup();
        assert_eq!(seen, [10, 11, 12]);
    }
}
