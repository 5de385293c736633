//! What watches over an app: metrics and health.

use super::App;
use crate::health::Health;
use crate::metrics::Metrics;

impl App {
    /// Metrics in Prometheus' text format, read by `GET` at this path: what is answered, how long it takes, the process. They
    /// count every request of the app and of those mounted in it. The route is in no document, and open to everybody
    /// unless [`Metrics::dependencies`] says otherwise.
    pub fn metrics(mut self, metrics: impl Into<Metrics>) -> Self {
        let (registry, route) = metrics.into().into_parts();
        self.router = self.router.routes([route]);
        match registry {
            Ok(_) if self.metrics.is_some() => {
                self.problems
                    .push("an app has one set of metrics; remove one `metrics`".to_owned());
            }
            Ok(registry) => self.metrics = Some(registry),
            Err(problem) => self.problems.push(problem),
        }
        self
    }

    /// Tells at this path whether the program is well: 200, or 503 when a check fails or, of [`Health::ready`], the program
    /// stops. The body is `{"status": "ok", "checks": {..}}`.
    pub fn health(mut self, path: impl AsRef<str>, health: Health) -> Self {
        let (problem, route) = health.into_route(path.as_ref());
        self.problems.extend(problem);
        self.router = self.router.routes([route]);
        self
    }
}
