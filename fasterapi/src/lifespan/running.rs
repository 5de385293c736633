//! [`Running`]: an app that has started and has to be stopped.

use std::fmt;
use std::time::Duration;

use super::hooks::Finish;
use super::{Hooks, LifespanError, Startup};
use crate::BoxError;
use crate::logging;
use crate::request::States;
use crate::response::guarded;

/// An app that has started. Dropped, it does not stop: [`stop`](Self::stop) it.
#[must_use = "what is to be done at the end of the app is only done by `stop`"]
#[derive(Default)]
pub struct Running {
    /// What is done at the end, in the order in which it was started.
    finish: Vec<Finish>,
    /// Functions that run at the end in the order in which they were added.
    shutdown: Vec<Finish>,
}

impl fmt::Debug for Running {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Running({} to stop)", self.finish.len() + self.shutdown.len())
    }
}

impl Running {
    /// Starts all of `hooks` in order; `states` are what the app has, and gets what they yield.
    pub(crate) async fn start(hooks: Hooks, mut states: States) -> Result<(Self, States), LifespanError> {
        let mut running = Self {
            shutdown: hooks.shutdown,
            ..Self::default()
        };
        let mut yielded = States::default();
        for hook in hooks.start {
            let startup = Startup::new(states.clone());
            let started = guarded(async { (hook.run)(startup).await }).await;
            match started.unwrap_or_else(|panic| Err(panic.into())) {
                Ok(started) => {
                    states.extend(&started.states);
                    yielded.extend(&started.states);
                    running.finish.extend(started.finish);
                }
                Err(error) => {
                    running.give_up().await;
                    return Err(LifespanError::startup(error));
                }
            }
        }
        Ok((running, yielded))
    }

    /// Stops, after a start that failed further on: its error is told, those of stopping go to the log.
    pub(crate) async fn give_up(self) {
        if let Err(error) = self.stop().await {
            logging::error(format_args!("{error}"));
        }
    }

    /// Whether nothing is to be done at the end.
    pub(crate) fn is_idle(&self) -> bool {
        self.finish.is_empty() && self.shutdown.is_empty()
    }

    /// Stops `inner`, started after this one, before this one.
    pub(crate) fn absorb(&mut self, inner: Self) {
        self.finish.push(Box::new(move || {
            Box::pin(async move { inner.stop().await.map_err(BoxError::from) })
        }));
    }

    /// As [`stop`](Self::stop), for at most this long.
    pub(crate) async fn stop_within(self, time: Duration) -> Result<(), LifespanError> {
        match tokio::time::timeout(time, self.stop()).await {
            Ok(stopped) => stopped,
            Err(_) => Err(LifespanError::shutdown("it took too long and was dropped")),
        }
    }

    /// Does what is to be done at the end: the functions of `on_shutdown` in order, then the lifespans, the last one
    /// first. One that fails does not keep the others from running.
    ///
    /// # Errors
    /// The first that failed; further ones go to the log.
    pub async fn stop(self) -> Result<(), LifespanError> {
        let mut outcome = Ok(());
        for finish in self.shutdown.into_iter().chain(self.finish.into_iter().rev()) {
            let run = guarded(async { finish().await }).await;
            if let Err(error) = run.unwrap_or_else(|panic| Err(panic.into())) {
                match &outcome {
                    Ok(()) => outcome = Err(as_shutdown(error)),
                    Err(_) => logging::error(format_args!("{}", as_shutdown(error))),
                }
            }
        }
        outcome
    }
}

/// The error of a mounted app says already what it is.
fn as_shutdown(error: BoxError) -> LifespanError {
    match error.downcast::<LifespanError>() {
        Ok(error) => *error,
        Err(error) => LifespanError::shutdown(error),
    }
}
