//! [`Health`]: what is asked to tell whether the program is well.

use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use http::Method;

use super::CheckOutcome;
use super::answer::answer;
use crate::BoxError;
use crate::dependency::Guard;
use crate::request::Request;
use crate::routing::Route;

/// Asks one thing.
pub(super) type Ask = Box<dyn Fn(Request) -> Pin<Box<dyn Future<Output = Result<(), BoxError>> + Send>> + Send + Sync>;

/// What is asked to tell whether the program is well; [`App::health`](crate::App::health) takes one.
///
/// ```
/// use std::time::Duration;
///
/// use fasterapi::health::Health;
/// use fasterapi::prelude::*;
///
/// struct Pool;
///
/// impl Pool {
///     async fn ping(&self) -> Result<(), std::io::Error> {
///         Ok(())
///     }
/// }
///
/// async fn database(request: Request) -> Result<(), AnyError> {
///     let pool = request.state::<Pool>().ok_or("no pool")?;
///     Ok(pool.ping().await?)
/// }
///
/// let ready = Health::ready().check("database", database).timeout(Duration::from_secs(1));
/// let app = App::new().state(Pool).health("/livez", Health::live()).health("/readyz", ready).build().unwrap();
/// ```
#[must_use]
pub struct Health {
    ready: bool,
    timeout: Duration,
    checks: Vec<(String, Ask)>,
    guards: Vec<Guard>,
    in_schema: bool,
}

impl fmt::Debug for Health {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names = self.checks.iter().map(|(name, _)| name);
        f.debug_list().entries(names).finish()
    }
}

/// What a request for the health runs.
pub(super) struct Plan {
    pub(super) ready: bool,
    pub(super) timeout: Duration,
    pub(super) checks: Vec<(String, Ask)>,
}

impl Health {
    /// Whether the program works at all: 200 as long as it answers. A program that fails this is started anew, so that
    /// nothing it depends on should be asked.
    pub fn live() -> Self {
        Self {
            ready: false,
            timeout: Duration::from_secs(2),
            checks: Vec::new(),
            guards: Vec::new(),
            in_schema: false,
        }
    }

    /// Whether the program can take requests: 503 while a check fails, and from the time on that it stops.
    pub fn ready() -> Self {
        Self {
            ready: true,
            ..Self::live()
        }
    }

    /// Asks this too: an async function of the request, which fails with an error or a panic. The answer names it; what
    /// is wrong is told to the log alone.
    pub fn check<F, Fut>(mut self, name: impl Into<String>, ask: F) -> Self
    where
        F: Fn(Request) -> Fut + Send + Sync + 'static,
        Fut: Future<Output: CheckOutcome> + Send + 'static,
    {
        let ask: Ask = Box::new(move |request| {
            let asked = ask(request);
            Box::pin(async move { asked.await.into_result() })
        });
        self.checks.push((name.into(), ask));
        self
    }

    /// How long each check may take before it has failed; 2 s by default. They run at the same time.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = timeout;
        self
    }

    /// Dependencies that run before, such as one that asks for a token.
    pub fn dependencies(mut self, guards: impl IntoIterator<Item = Guard>) -> Self {
        self.guards.extend(guards);
        self
    }

    /// Whether it is in the document; false by default.
    pub fn include_in_schema(mut self, include: bool) -> Self {
        self.in_schema = include;
        self
    }

    /// The route that answers at `path`.
    ///
    /// # Errors
    /// A sentence about checks that have one name.
    pub(crate) fn into_route(self, path: &str) -> (Option<String>, Route) {
        let mut names: Vec<_> = self.checks.iter().map(|(name, _)| name.clone()).collect();
        names.sort();
        let twice = names.windows(2).find(|pair| pair[0] == pair[1]);
        let problem =
            twice.map(|pair| format!("the health at {path:?} has two checks called {:?}; rename one", pair[0]));
        let plan = Arc::new(Plan {
            ready: self.ready,
            timeout: self.timeout,
            checks: self.checks,
        });
        let name = if self.ready { "ready" } else { "live" };
        let route = Route::handle([Method::GET, Method::HEAD], path, move |request| {
            answer(Arc::clone(&plan), request)
        });
        let (guards, in_schema) = (self.guards, self.in_schema);
        let route = route.with(|attributes| attributes.name(name).dependencies(guards).include_in_schema(in_schema));
        (problem, route)
    }
}
