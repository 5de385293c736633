//! [`State`]: what the app holds for all requests.

use std::any::{Any, TypeId};
use std::fmt;
use std::ops::Deref;
use std::sync::Arc;

/// A value given to [`App::state`](crate::App::state), shared by all requests.
///
/// ```
/// use fasterapi::prelude::*;
///
/// struct Greeting(&'static str);
///
/// #[get("/")]
/// async fn hello(greeting: State<Greeting>) -> String {
///     greeting.0.to_owned()
/// }
/// # fn main() { App::new().state(Greeting("hi")).routes(routes![hello]).build().unwrap(); }
/// ```
pub struct State<T>(Arc<T>);

impl<T> State<T> {
    /// Wraps a value, to call a handler from a test.
    pub fn new(value: T) -> Self {
        Self(Arc::new(value))
    }

    /// The shared pointer behind it.
    pub fn into_inner(self) -> Arc<T> {
        self.0
    }
}

impl<T> Clone for State<T> {
    fn clone(&self) -> Self {
        Self(Arc::clone(&self.0))
    }
}

impl<T> Deref for State<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.0
    }
}

impl<T: fmt::Debug> fmt::Debug for State<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// All values of an app's state, by type.
#[derive(Clone, Default)]
pub(crate) struct States(Vec<(TypeId, Arc<dyn Any + Send + Sync>)>);

impl States {
    /// Adds a value; an earlier one of its type is replaced.
    pub(crate) fn insert<T: Send + Sync + 'static>(&mut self, value: T) {
        self.0.retain(|(id, _)| *id != TypeId::of::<T>());
        self.0.push((TypeId::of::<T>(), Arc::new(value)));
    }

    pub(crate) fn get<T: Send + Sync + 'static>(&self) -> Option<State<T>> {
        let (_, value) = self.0.iter().find(|(id, _)| *id == TypeId::of::<T>())?;
        Arc::clone(value).downcast().ok().map(State)
    }

    /// Takes over the values of `others`.
    pub(crate) fn extend(&mut self, others: &Self) {
        self.0.retain(|(id, _)| !others.contains(*id));
        self.0.extend(others.0.iter().cloned());
    }

    pub(crate) fn contains(&self, id: TypeId) -> bool {
        self.0.iter().any(|(known, _)| *known == id)
    }
}

impl fmt::Debug for States {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "States({})", self.0.len())
    }
}
