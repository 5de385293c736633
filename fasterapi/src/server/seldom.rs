//! [`Seldom`]: keeps the log from being filled by what happens again and again.

use std::time::Duration;

use tokio::time::Instant;

/// How long the same thing is not told again.
const PAUSE: Duration = Duration::from_secs(60);

/// Something that is told once a minute, however often it happens.
#[derive(Debug, Default)]
pub(super) struct Seldom(Option<Instant>);

impl Seldom {
    /// It has happened: whether it is to be told.
    pub(super) fn is_due(&mut self) -> bool {
        let now = Instant::now();
        let is_due = self.0.is_none_or(|told| now.duration_since(told) >= PAUSE);
        if is_due {
            self.0 = Some(now);
        }
        is_due
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test(start_paused = true)]
    async fn what_happens_all_the_time_is_told_once_a_minute() {
        let mut seldom = Seldom::default();
        let mut told = 0;
        for _ in 0..1200 {
            told += u32::from(seldom.is_due());
            tokio::time::advance(Duration::from_millis(100)).await;
        }
        assert_eq!(told, 2);
    }
}
