//! [`Registry`]: the counters of one app.

use std::collections::HashMap;
use std::fmt;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::sync::{Arc, OnceLock, PoisonError, RwLock};

use http_body::Body as _;

use super::config::Source;
use super::series::{Cells, method, status};
use crate::app::Site;
use crate::observe::Observation;
use crate::response::Response;

/// The label of requests that no route takes: there may be any number of paths.
const NO_ROUTE: &str = "none";

/// A route, and what is counted of it.
#[derive(Debug)]
pub(super) struct Counters {
    pub(super) route: String,
    pub(super) cells: Cells,
}

/// The counters of one app, which grow with its routes and not with its clients.
pub(crate) struct Registry {
    pub(super) bounds: Box<[f64]>,
    pub(super) sources: Vec<Source>,
    /// Those of the app's own routes, by their numbers.
    own: OnceLock<Box<[OnceLock<Counters>]>>,
    /// Those of mounted apps' routes, by the app and the number.
    mounted: RwLock<HashMap<(usize, usize), Arc<Counters>>>,
    /// Those of what is no route, by the prefix of the mount.
    others: RwLock<HashMap<String, Arc<Counters>>>,
    in_flight: AtomicUsize,
    open: AtomicUsize,
    accepted: AtomicU64,
}

impl fmt::Debug for Registry {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Registry")
    }
}

impl Registry {
    pub(super) fn new(bounds: Vec<f64>, sources: Vec<Source>) -> Self {
        Self {
            bounds: bounds.into(),
            sources,
            own: OnceLock::new(),
            mounted: RwLock::default(),
            others: RwLock::default(),
            in_flight: AtomicUsize::new(0),
            open: AtomicUsize::new(0),
            accepted: AtomicU64::new(0),
        }
    }

    /// The app has so many routes.
    pub(crate) fn set_routes(&self, count: usize) {
        let _ = self
            .own
            .set(std::iter::repeat_with(OnceLock::new).take(count).collect());
    }

    /// How many requests are being answered.
    pub(super) fn in_flight(&self) -> usize {
        self.in_flight.load(Ordering::Relaxed)
    }

    /// How many connections are open, and how many there were.
    pub(super) fn connections(&self) -> (usize, u64) {
        (self.open.load(Ordering::Relaxed), self.accepted.load(Ordering::Relaxed))
    }

    /// Calls `visit` with the counters of each route that was asked for.
    pub(super) fn visit(&self, mut visit: impl FnMut(&Counters)) {
        let own = self.own.get().into_iter().flat_map(|own| own.iter());
        own.filter_map(OnceLock::get).for_each(&mut visit);
        let mounted = self.mounted.read().unwrap_or_else(PoisonError::into_inner);
        mounted.values().for_each(|counters| visit(counters));
        let others = self.others.read().unwrap_or_else(PoisonError::into_inner);
        others.values().for_each(|counters| visit(counters));
    }

    fn count(&self, site: &Site, observation: &Observation, response: Option<&Response>) {
        let method = method(observation.method());
        let status = status(response.map(Response::status_code));
        let size = response.and_then(|response| response.body().size_hint().exact());
        let time = observation.elapsed();
        let count = |counters: &Counters| {
            if let Some(cell) = counters.cells.get(method, status, self.bounds.len()) {
                cell.count(&self.bounds, time, size);
            }
        };
        observation.with_route(|matched, route| match matched {
            Some((app, number)) if std::ptr::eq(Arc::as_ptr(app), site) => {
                let own = self.own.get().and_then(|own| own.get(number));
                if let Some(own) = own {
                    count(own.get_or_init(|| Counters::of(route().unwrap_or_default())));
                }
            }
            Some((app, number)) => {
                let key = (Arc::as_ptr(app) as usize, number);
                count(&find(&self.mounted, &key, || key, || route().unwrap_or_default()));
            }
            None => {
                let label = route().unwrap_or_else(|| NO_ROUTE.to_owned());
                count(&find(&self.others, &label, || label.clone(), || label.clone()));
            }
        });
    }
}

impl Counters {
    fn of(route: String) -> Self {
        Self {
            route,
            cells: Cells::new(),
        }
    }
}

/// The counters under `key`, which are made if there are none.
fn find<K, Q>(
    counters: &RwLock<HashMap<K, Arc<Counters>>>,
    key: &Q,
    own: impl FnOnce() -> K,
    route: impl FnOnce() -> String,
) -> Arc<Counters>
where
    K: std::hash::Hash + Eq + std::borrow::Borrow<Q>,
    Q: std::hash::Hash + Eq + ?Sized,
{
    if let Some(found) = counters.read().unwrap_or_else(PoisonError::into_inner).get(key) {
        return Arc::clone(found);
    }
    let mut counters = counters.write().unwrap_or_else(PoisonError::into_inner);
    Arc::clone(counters.entry(own()).or_insert_with(|| Arc::new(Counters::of(route()))))
}

/// A request that is being answered. Dropped before it was, it counts as given up.
#[derive(Debug)]
pub(crate) struct Counted {
    registry: Arc<Registry>,
    site: Arc<Site>,
    observation: Arc<Observation>,
    answered: bool,
}

impl Counted {
    pub(crate) fn begin(registry: &Arc<Registry>, site: &Arc<Site>, observation: &Arc<Observation>) -> Self {
        registry.in_flight.fetch_add(1, Ordering::Relaxed);
        Self {
            registry: Arc::clone(registry),
            site: Arc::clone(site),
            observation: Arc::clone(observation),
            answered: false,
        }
    }

    /// The answer is there.
    pub(crate) fn answered(mut self, response: &Response) {
        self.answered = true;
        self.registry.count(&self.site, &self.observation, Some(response));
    }
}

impl Drop for Counted {
    fn drop(&mut self) {
        self.registry.in_flight.fetch_sub(1, Ordering::Relaxed);
        if !self.answered {
            self.registry.count(&self.site, &self.observation, None);
        }
    }
}

/// A connection that is open, until it is dropped.
#[derive(Debug)]
pub(crate) struct OpenConnection(Arc<Registry>);

impl OpenConnection {
    pub(crate) fn new(registry: &Arc<Registry>) -> Arc<Self> {
        registry.open.fetch_add(1, Ordering::Relaxed);
        registry.accepted.fetch_add(1, Ordering::Relaxed);
        Arc::new(Self(Arc::clone(registry)))
    }
}

impl Drop for OpenConnection {
    fn drop(&mut self) {
        self.0.open.fetch_sub(1, Ordering::Relaxed);
    }
}
