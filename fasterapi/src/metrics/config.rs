//! [`Metrics`]: where metrics are read, and what is measured.

use std::fmt;
use std::sync::Arc;

use super::registry::Registry;
use super::scrape;
use crate::dependency::Guard;
use crate::routing::Route;

/// More metrics, as text.
pub(super) type Source = Box<dyn Fn() -> String + Send + Sync>;

/// Bounds of the histogram of times, in seconds: OpenTelemetry's for HTTP servers, and two below them.
const SECONDS: [f64; 13] = [
    0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0,
];

/// Where metrics are read, and what is measured; [`App::metrics`](crate::App::metrics) takes one, or just the path.
///
/// ```
/// use fasterapi::metrics::Metrics;
/// use fasterapi::prelude::*;
///
/// #[dependency]
/// async fn scraper(#[header] authorization: Option<String>) -> Result<(), HttpError> {
///     match authorization.as_deref() {
///         Some("Bearer of-the-environment") => Ok(()),
///         _ => Err(HttpError::new(StatusCode::UNAUTHORIZED, "Not authenticated")),
///     }
/// }
///
/// let metrics = Metrics::at("/metrics").dependencies(depends![scraper]).buckets([0.01, 0.1, 1.0]);
/// let app = App::new().metrics(metrics).build().unwrap();
/// ```
#[must_use]
pub struct Metrics {
    path: String,
    guards: Vec<Guard>,
    buckets: Vec<f64>,
    sources: Vec<Source>,
}

impl fmt::Debug for Metrics {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Metrics({})", self.path)
    }
}

impl<P: Into<String>> From<P> for Metrics {
    fn from(path: P) -> Self {
        Self::at(path)
    }
}

impl Metrics {
    /// Read at this path, by everybody: keep it from the outside, or ask for [`dependencies`](Self::dependencies).
    pub fn at(path: impl Into<String>) -> Self {
        Self {
            path: path.into(),
            guards: Vec::new(),
            buckets: SECONDS.to_vec(),
            sources: Vec::new(),
        }
    }

    /// Dependencies that run before they are read, such as one that asks for a token.
    pub fn dependencies(mut self, guards: impl IntoIterator<Item = Guard>) -> Self {
        self.guards.extend(guards);
        self
    }

    /// The upper bounds of the histogram of times, in seconds, ascending; from 1 ms to 10 s by default.
    pub fn buckets(mut self, seconds: impl IntoIterator<Item = f64>) -> Self {
        self.buckets = seconds.into_iter().collect();
        self
    }

    /// More metrics, in Prometheus' text format: what an own registry writes. It is asked on the blocking pool at each
    /// reading. All is then told in that format: as OpenMetrics, the names of its counters would be wrong.
    pub fn append(mut self, source: impl Fn() -> String + Send + Sync + 'static) -> Self {
        self.sources.push(Box::new(source));
        self
    }

    /// What counts, and the route by which it is read.
    ///
    /// # Errors
    /// A sentence about the bounds.
    pub(crate) fn into_parts(self) -> (Result<Arc<Registry>, String>, Route) {
        let bounds = &self.buckets;
        let sound = bounds.iter().all(|bound| bound.is_finite() && *bound > 0.0) && bounds.is_sorted_by(|a, b| a < b);
        let problem =
            (!sound).then(|| format!("the buckets of the metrics must be seconds that ascend from 0, not {bounds:?}"));
        let registry = Arc::new(Registry::new(self.buckets, self.sources));
        let route =
            scrape::route(&self.path, Arc::clone(&registry)).with(|attributes| attributes.dependencies(self.guards));
        (problem.map_or(Ok(registry), Err), route)
    }
}
