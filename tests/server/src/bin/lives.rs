//! A program with a lifespan, whose requests leave something to do. It tells on stderr what happens; the variable
//! `FAILS` names the stage that fails.

use std::future::pending;
use std::io::Read;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use bytes::Bytes;
use fasterapi::background::BackgroundTasks;
use fasterapi::dependency::Teardown;
use fasterapi::middleware::Timeout;
use fasterapi::prelude::*;

/// How many values of requests are alive, and how often a finisher ran.
#[derive(Clone, Default)]
struct Counts(Arc<Inner>);

#[derive(Default)]
struct Inner {
    alive: AtomicUsize,
    opened: AtomicUsize,
    closed: AtomicUsize,
}

/// A value that a request holds.
struct Held(Counts);

impl Drop for Held {
    fn drop(&mut self) {
        self.0.0.alive.fetch_sub(1, Ordering::AcqRel);
    }
}

fn fails(stage: &str) -> bool {
    std::env::var("FAILS").is_ok_and(|fails| fails == stage)
}

async fn lifespan(_: Startup) -> Result<Lifespan<Counts>, std::io::Error> {
    eprintln!("the app starts");
    if fails("startup") {
        return Err(std::io::Error::other("no database"));
    }
    if fails("never") {
        pending::<()>().await;
    }
    let counts = Counts::default();
    let ours = counts.clone();
    Ok(Lifespan::new(counts).on_shutdown(move || async move {
        eprintln!("the app ends with {} alive", ours.0.alive.load(Ordering::Acquire));
        match fails("shutdown") {
            true => Err("cannot close"),
            false => Ok(()),
        }
    }))
}

#[dependency]
fn outer(counts: State<Counts>, teardown: Teardown) {
    counts.0.opened.fetch_add(1, Ordering::AcqRel);
    teardown.after_response(move |outcome| {
        let told = format!(
            "{:?} sent={}",
            outcome.status().map(|status| status.as_u16()),
            outcome.was_sent()
        );
        async move {
            tokio::task::yield_now().await;
            counts.0.closed.fetch_add(1, Ordering::AcqRel);
            eprintln!("outer ends {told}");
        }
    });
}

#[dependency]
fn inner(#[depends(outer)] _outer: (), counts: State<Counts>, teardown: Teardown) {
    counts.0.alive.fetch_add(1, Ordering::AcqRel);
    let held = Held((*counts).clone());
    teardown.after_response(move |_| async move {
        eprintln!("inner ends");
        drop(held);
    });
}

#[get("/ok", dependencies = [inner])]
async fn ok(tasks: BackgroundTasks) -> &'static str {
    tasks.add_task(async { eprintln!("task runs") });
    "ok"
}

#[get("/panic", dependencies = [inner])]
async fn panics() -> &'static str {
    panic!("on purpose")
}

/// Never answers.
#[get("/never", dependencies = [inner])]
async fn never() -> &'static str {
    eprintln!("never waits");
    pending().await
}

/// Sends a piece of its answer, and never the rest.
#[get("/begins", dependencies = [inner])]
async fn begins() -> Response {
    let body = produce(async move |pieces| {
        pieces.send(Bytes::from_static(b"first piece")).await;
        pending::<()>().await;
    });
    Response::from(StreamingResponse::new(body))
}

/// Sends without end.
#[get("/floods", dependencies = [inner])]
async fn floods() -> Response {
    let body = produce(async move |pieces| {
        loop {
            pieces.send(Bytes::from(vec![b'x'; 65_536])).await;
        }
    });
    Response::from(StreamingResponse::new(body))
}

#[get("/counts")]
async fn counts(counts: State<Counts>) -> Value {
    let of = |counter: &AtomicUsize| counter.load(Ordering::Acquire);
    json!([of(&counts.0.opened), of(&counts.0.closed), of(&counts.0.alive)])
}

fn main() -> fasterapi::Result<()> {
    let app = App::new()
        .generate_unique_id_function(|route| {
            // asked for while the app is built, which takes its time until stdin ends
            if fails("build") {
                eprintln!("the app is built");
                let _ = std::io::stdin().read_to_end(&mut Vec::new());
            }
            route.name.to_owned()
        })
        .lifespan(lifespan)
        .routes(routes![ok, panics, never, begins, floods, counts]);
    let app = match std::env::var("TIMEOUT_MS").ok().and_then(|ms| ms.parse().ok()) {
        Some(ms) => app.middleware(Timeout::new(Duration::from_millis(ms))),
        None => app,
    };
    app.run()
}
