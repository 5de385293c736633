//! What is done before the first request, and what it yields.

use std::convert::Infallible;
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

use fasterapi::prelude::*;

static AFTER_SHUTDOWN: Mutex<Vec<String>> = Mutex::new(Vec::new());

fn noted() -> MutexGuard<'static, Vec<String>> {
    AFTER_SHUTDOWN.lock().unwrap_or_else(PoisonError::into_inner)
}

/// What was noted at the end.
pub fn after_shutdown() -> Vec<String> {
    std::mem::take(&mut noted())
}

/// What the app has to hand while it runs.
struct Shared {
    double: fn(f64) -> f64,
    n: AtomicI64,
    label: &'static str,
    started: &'static str,
}

async fn start(_: Startup) -> Result<Lifespan<Shared>, Infallible> {
    let shared = Shared {
        double: |x| x * 2.0,
        n: AtomicI64::new(0),
        label: "from lifespan",
        started: "yes",
    };
    Ok(Lifespan::new(shared).on_shutdown(|| async { noted().push("cleaned".to_owned()) }))
}

#[get("/double/{x}")]
fn double(x: f64, shared: State<Shared>) -> Value {
    (shared.double)(x).into()
}

#[get("/state")]
fn state(shared: State<Shared>) -> Value {
    let n = shared.n.fetch_add(1, Ordering::Relaxed) + 1;
    json!({"label": shared.label, "n": n, "app": shared.started})
}

/// What a request carries is its own.
#[derive(Clone)]
struct Mine;

#[get("/private")]
fn private(mut request: Request) -> Value {
    let seen = request.extensions_mut().insert(Mine).is_some();
    json!({"leaked": seen})
}

/// The app.
pub fn app() -> App {
    App::new().lifespan(start).routes(routes![double, state, private])
}
