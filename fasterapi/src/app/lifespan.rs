//! Starting and stopping an app: the builder's methods, and what becomes of them.

use std::future::Future;
use std::pin::Pin;
use std::sync::{Mutex, OnceLock, PoisonError};

use super::{App, AppService, Site};
use crate::background::TaskOutput;
use crate::lifespan::{Hooks, IntoLifespan, LifespanError, Running, Startup};
use crate::request::{State, States};

impl App {
    /// What the app does before its first request and after its last: an async function that yields a value for
    /// requests, and what is done at the end. See [`Lifespan`](crate::lifespan::Lifespan).
    ///
    /// It runs once per process, however many workers there are, and before the address is listened to. An error, or a
    /// panic, is told and ends the program with code 3. The end comes when the last answer is sent and what requests
    /// left to do is done, and has the time of
    /// [`timeout_graceful_shutdown`](crate::server::Config::timeout_graceful_shutdown). Several lifespans start in
    /// order, and end in reverse; those of mounted apps start after this one's.
    pub fn lifespan<F, Fut>(mut self, start: F) -> Self
    where
        F: FnOnce(Startup) -> Fut + Send + 'static,
        Fut: Future<Output: IntoLifespan> + Send + 'static,
    {
        self.hooks.lifespan(start);
        self
    }

    /// A function for the start, in order with the lifespans; FastAPI's `on_event("startup")`. An error keeps the app
    /// from starting.
    pub fn on_startup<F, Fut>(mut self, run: F) -> Self
    where
        F: FnOnce() -> Fut + Send + 'static,
        Fut: Future<Output: TaskOutput> + Send + 'static,
    {
        self.hooks.on_startup(run);
        self
    }

    /// A function for the end, before the ends of lifespans; FastAPI's `on_event("shutdown")`. Of several the first
    /// added runs first.
    pub fn on_shutdown<F, Fut>(mut self, run: F) -> Self
    where
        F: FnOnce() -> Fut + Send + 'static,
        Fut: Future<Output: TaskOutput> + Send + 'static,
    {
        self.hooks.on_shutdown(run);
        self
    }
}

impl AppService {
    /// Starts the app: runs its lifespans, and those of mounted apps. For stacks of one's own;
    /// [`run`](App::run) and [`serve`](App::serve) do this themselves.
    ///
    /// # Errors
    /// A lifespan failed; those that had started have ended again. Or the app was started before.
    pub async fn start(&self) -> Result<Running, LifespanError> {
        self.site().start_up().await
    }
}

/// A site's lifespans until it starts, and what they yielded from then on.
#[derive(Debug)]
pub(super) struct Life {
    /// Whether there were any.
    any: bool,
    hooks: Mutex<Option<Hooks>>,
    yielded: OnceLock<States>,
}

impl Life {
    pub(super) fn new(hooks: Hooks) -> Self {
        let any = !hooks.is_empty();
        Self {
            any,
            hooks: Mutex::new(any.then_some(hooks)),
            yielded: OnceLock::new(),
        }
    }

    fn take(&self) -> Option<Hooks> {
        self.hooks.lock().unwrap_or_else(PoisonError::into_inner).take()
    }
}

impl Site {
    /// A value of the app's state, or of what its lifespans yielded.
    #[inline]
    pub(crate) fn state<T: Send + Sync + 'static>(&self) -> Option<State<T>> {
        self.states.get().or_else(|| self.life.yielded.get()?.get())
    }

    /// Runs the lifespans of this app, then those of the apps mounted in it.
    pub(crate) fn start_up(&self) -> Pin<Box<dyn Future<Output = Result<Running, LifespanError>> + Send + '_>> {
        Box::pin(async {
            let mut running = Running::default();
            if let Some(hooks) = self.life.take() {
                let (started, yielded) = Running::start(hooks, self.states.clone()).await?;
                running = started;
                let _ = self.life.yielded.set(yielded);
            } else if self.life.any {
                return Err(LifespanError::startup("it has started before, and an app starts once"));
            }
            let mounted = self.mounts.iter().filter_map(|mount| mount.target.app());
            for app in mounted.chain(&self.host_apps) {
                match app.start_up().await {
                    Ok(inner) if inner.is_idle() => {}
                    Ok(inner) => running.absorb(inner),
                    Err(error) => {
                        running.give_up().await;
                        return Err(error);
                    }
                }
            }
            Ok(running)
        })
    }
}
