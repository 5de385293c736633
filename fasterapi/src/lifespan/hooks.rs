//! [`Hooks`]: what an app was told to do at its start and its end.

use std::any::{TypeId, type_name};
use std::fmt;
use std::future::Future;
use std::pin::Pin;

use super::{IntoLifespan, Startup};
use crate::BoxError;
use crate::background::TaskOutput;
use crate::request::States;

type Later<T> = Pin<Box<dyn Future<Output = Result<T, BoxError>> + Send>>;
/// What is done at the end.
pub(super) type Finish = Box<dyn FnOnce() -> Later<()> + Send>;

/// One thing to do at the start.
pub(super) struct Hook {
    /// The type it yields, with its name.
    yields: Option<(TypeId, &'static str)>,
    pub(super) run: Box<dyn FnOnce(Startup) -> Later<Started> + Send>,
}

/// What one of them gave.
#[derive(Default)]
pub(super) struct Started {
    pub(super) states: States,
    pub(super) finish: Option<Finish>,
}

/// What an app was told to do at its start and its end.
#[derive(Default)]
pub(crate) struct Hooks {
    pub(super) start: Vec<Hook>,
    pub(super) shutdown: Vec<Finish>,
}

impl fmt::Debug for Hooks {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Hooks({})", self.start.len() + self.shutdown.len())
    }
}

impl Hooks {
    /// Adds a lifespan.
    pub(crate) fn lifespan<F, Fut>(&mut self, start: F)
    where
        F: FnOnce(Startup) -> Fut + Send + 'static,
        Fut: Future<Output: IntoLifespan> + Send + 'static,
    {
        self.start.push(Hook {
            yields: Some(yields::<Fut::Output>()),
            run: Box::new(|startup| {
                Box::pin(async move {
                    let lifespan = start(startup).await.into_lifespan()?;
                    let mut states = States::default();
                    states.insert(lifespan.state);
                    let finish = lifespan.finish;
                    Ok(Started { states, finish })
                })
            }),
        });
    }

    /// Adds a function for the start.
    pub(crate) fn on_startup<F, Fut>(&mut self, run: F)
    where
        F: FnOnce() -> Fut + Send + 'static,
        Fut: Future<Output: TaskOutput> + Send + 'static,
    {
        self.start.push(Hook {
            yields: None,
            run: Box::new(|_| {
                Box::pin(async move {
                    run().await.into_result()?;
                    Ok(Started::default())
                })
            }),
        });
    }

    /// Adds a function for the end.
    pub(crate) fn on_shutdown<F, Fut>(&mut self, run: F)
    where
        F: FnOnce() -> Fut + Send + 'static,
        Fut: Future<Output: TaskOutput> + Send + 'static,
    {
        self.shutdown
            .push(Box::new(|| Box::pin(async move { run().await.into_result() })));
    }

    /// Whether there is nothing to do.
    pub(crate) fn is_empty(&self) -> bool {
        self.start.is_empty() && self.shutdown.is_empty()
    }

    /// Whether one of them yields this type.
    pub(crate) fn yields(&self, id: TypeId) -> bool {
        self.start
            .iter()
            .any(|hook| hook.yields.is_some_and(|(known, _)| known == id))
    }

    /// The types they yield that are there twice, or among `states` already.
    pub(crate) fn yielded_twice(&self, states: &States) -> Vec<&'static str> {
        let mut seen = Vec::new();
        let mut twice = Vec::new();
        for (id, name) in self.start.iter().filter_map(|hook| hook.yields) {
            if id != TypeId::of::<()>() && (seen.contains(&id) || states.contains(id)) {
                twice.push(name);
            }
            seen.push(id);
        }
        twice
    }
}

fn yields<Y: IntoLifespan>() -> (TypeId, &'static str) {
    (TypeId::of::<Y::State>(), type_name::<Y::State>())
}
