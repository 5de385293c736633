//! [`Lifespan`]: what the start of an app yields.

use std::fmt;
use std::future::Future;

use super::hooks::Finish;
use crate::BoxError;
use crate::background::TaskOutput;

/// What the start of an app yields: a value for its requests, and what is done when the app ends. In FastAPI's terms,
/// what stands behind `yield` and after it.
///
/// ```
/// use fasterapi::prelude::*;
///
/// #[derive(Clone)]
/// struct Pool;
///
/// impl Pool {
///     async fn connect() -> Result<Self, std::io::Error> { Ok(Self) }
///     async fn close(self) {}
/// }
///
/// async fn lifespan(_: Startup) -> Result<Lifespan<Pool>, std::io::Error> {
///     let pool = Pool::connect().await?;
///     let ours = pool.clone();
///     Ok(Lifespan::new(pool).on_shutdown(move || ours.close()))
/// }
///
/// #[get("/")]
/// async fn read(pool: State<Pool>) -> &'static str {
///     let _ = pool;
///     "read"
/// }
///
/// let app = App::new().lifespan(lifespan).routes(routes![read]);
/// ```
#[must_use = "a start function returns its lifespan"]
pub struct Lifespan<S = ()> {
    pub(super) state: S,
    pub(super) finish: Option<Finish>,
}

impl<S> Lifespan<S> {
    /// Yields `state`, which handlers and dependencies take as [`State<S>`](crate::State); `()` when there is none.
    pub fn new(state: S) -> Self {
        Self { state, finish: None }
    }

    /// What is done when the app ends: after the last answer, background task and teardown. It may return a `Result`,
    /// whose error ends the program with a code that is not 0. A second call replaces the first.
    pub fn on_shutdown<F, Fut>(mut self, finish: F) -> Self
    where
        F: FnOnce() -> Fut + Send + 'static,
        Fut: Future<Output: TaskOutput> + Send + 'static,
    {
        self.finish = Some(Box::new(|| Box::pin(async move { finish().await.into_result() })));
        self
    }
}

impl<S> fmt::Debug for Lifespan<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Lifespan<{}>", std::any::type_name::<S>())
    }
}

/// What a start function returns: a [`Lifespan`], or a `Result` of one.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not what a lifespan yields",
    label = "neither a `Lifespan<S>` nor a `Result<Lifespan<S>, E>`",
    note = "return `Lifespan::new(state)`, or `Lifespan::new(())` when there is no state"
)]
pub trait IntoLifespan {
    /// The value for requests.
    type State: Send + Sync + 'static;

    /// The lifespan.
    ///
    /// # Errors
    /// Why the app cannot start.
    fn into_lifespan(self) -> Result<Lifespan<Self::State>, BoxError>;
}

impl<S: Send + Sync + 'static> IntoLifespan for Lifespan<S> {
    type State = S;

    fn into_lifespan(self) -> Result<Self, BoxError> {
        Ok(self)
    }
}

impl<S: Send + Sync + 'static, E: Into<BoxError>> IntoLifespan for Result<Lifespan<S>, E> {
    type State = S;

    fn into_lifespan(self) -> Result<Lifespan<S>, BoxError> {
        self.map_err(Into::into)
    }
}
