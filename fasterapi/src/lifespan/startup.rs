//! [`Startup`]: what a start function is given.

use crate::request::{State, States};

/// An app that starts, as its start functions see it.
#[derive(Debug)]
pub struct Startup {
    states: States,
}

impl Startup {
    pub(super) fn new(states: States) -> Self {
        Self { states }
    }

    /// A value of the app's state: one given to [`App::state`](crate::App::state), or yielded by a lifespan that was
    /// added before this one.
    pub fn state<T: Send + Sync + 'static>(&self) -> Option<State<T>> {
        self.states.get()
    }
}
