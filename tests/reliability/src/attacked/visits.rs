//! [`Visits`]: how many requests have begun, were answered, and were given up; and how many tasks ran.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use fasterapi::Route;
use fasterapi::background::BackgroundTasks;
use fasterapi::prelude::*;

/// Counts requests; clones count together.
#[derive(Debug, Clone, Default)]
pub(super) struct Visits(Arc<Counters>);

#[derive(Debug, Default)]
struct Counters {
    begun: AtomicUsize,
    done: AtomicUsize,
    given_up: AtomicUsize,
    tasks: AtomicUsize,
}

/// One request: given up, unless it is done before this goes.
#[derive(Debug)]
pub(super) struct Visit(Option<Visits>);

impl Visits {
    pub(super) fn begin(&self) -> Visit {
        self.0.begun.fetch_add(1, Ordering::AcqRel);
        Visit(Some(self.clone()))
    }

    /// `[begun, done, given up, tasks]`.
    pub(super) fn told(&self) -> String {
        let Counters {
            begun,
            done,
            given_up,
            tasks,
        } = &*self.0;
        let counts = [begun, done, given_up, tasks].map(|counter| counter.load(Ordering::Acquire));
        format!("{counts:?}")
    }
}

impl Visit {
    pub(super) fn done(mut self) {
        if let Some(visits) = self.0.take() {
            visits.0.done.fetch_add(1, Ordering::AcqRel);
        }
    }
}

impl Drop for Visit {
    fn drop(&mut self) {
        if let Some(visits) = self.0.take() {
            visits.0.given_up.fetch_add(1, Ordering::AcqRel);
        }
    }
}

#[get("/")]
async fn hello() -> PlainText<&'static str> {
    PlainText("Hello, World!")
}

/// Takes so long to answer.
#[get("/work")]
async fn work(#[query] ms: u64, visits: State<Visits>) -> PlainText<&'static str> {
    let visit = visits.begin();
    tokio::time::sleep(Duration::from_millis(ms)).await;
    visit.done();
    PlainText("worked")
}

/// Leaves a task.
#[get("/task")]
async fn task(tasks: BackgroundTasks, visits: State<Visits>) -> PlainText<&'static str> {
    let visit = visits.begin();
    let visits = (*visits).clone();
    tasks.add_task(async move {
        tokio::task::yield_now().await;
        visits.0.tasks.fetch_add(1, Ordering::AcqRel);
    });
    visit.done();
    PlainText("later")
}

/// Leaves a note with the request, and takes it back.
async fn note(mut request: Request, next: Next) -> Response {
    request.extensions_mut().insert("a note");
    request.extensions_mut().remove::<&str>();
    next.run(request).await
}

#[get("/noted", middleware = [note])]
async fn noted() -> PlainText<&'static str> {
    PlainText("noted")
}

#[get("/visits")]
async fn counts(visits: State<Visits>) -> PlainText<String> {
    PlainText(visits.told())
}

pub(super) fn routes() -> impl IntoIterator<Item = Route> {
    routes![hello, work, task, noted, counts]
}
