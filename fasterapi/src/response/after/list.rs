//! [`After`]: what a request leaves to do, and [`Ending`], which sees to it that it is done once, whatever happens.

use std::fmt;
use std::future::Future;
use std::panic::AssertUnwindSafe;
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use http::StatusCode;
use tracing::{Instrument, Span};

use super::pending::{Pending, Ticket};
use super::{Outcome, TaskOutput, Tracked};
use crate::BoxError;
use crate::logging;
use crate::response::Response;

type Later<T> = Pin<Box<dyn Future<Output = T> + Send>>;
/// A background task.
pub(crate) type Task = Later<Result<(), BoxError>>;
/// What runs before the response; its error is answered instead.
pub(crate) type Before = Box<dyn FnOnce(Outcome<'_>) -> Later<Result<(), Response>> + Send>;
/// What runs after the response.
pub(crate) type Finisher = Box<dyn FnOnce(Outcome<'_>) -> Later<()> + Send>;

/// What becomes of a [`Before`] when there is no answer to run before.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Unanswered {
    Dropped,
    Runs,
}

/// What a request leaves to do; clones are the same list.
#[derive(Clone, Default)]
pub(crate) struct After(Arc<Mutex<List>>);

#[derive(Default)]
struct List {
    tasks: Vec<Task>,
    before: Vec<(Before, Unanswered)>,
    finishers: Vec<Finisher>,
}

impl fmt::Debug for After {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("After")
    }
}

impl After {
    fn list(&self) -> MutexGuard<'_, List> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn task(&self, task: Task) {
        self.list().tasks.push(task);
    }

    /// A function, which runs on the blocking pool.
    pub(crate) fn blocking_task<F, T>(&self, task: F)
    where
        F: FnOnce() -> T + Send + 'static,
        T: TaskOutput + Send + 'static,
    {
        self.task(Box::pin(async move {
            tokio::task::spawn_blocking(logging::in_span(task)).await?.into_result()
        }));
    }

    /// Puts the tasks of `other` in the place of these.
    pub(crate) fn replace_tasks(&self, other: &Self) {
        let tasks = std::mem::take(&mut other.list().tasks);
        let replaced = std::mem::replace(&mut self.list().tasks, tasks);
        if !replaced.is_empty() {
            logging::warning("an answer has tasks of its own: those of BackgroundTasks do not run");
        }
    }

    /// Runs before the response, if there is one.
    pub(crate) fn before(&self, before: Before) {
        self.list().before.push((before, Unanswered::Dropped));
    }

    /// Runs before the response, and if there is none all the same.
    pub(crate) fn early_finisher(&self, before: Before) {
        self.list().before.push((before, Unanswered::Runs));
    }

    pub(crate) fn finisher(&self, finisher: Finisher) {
        self.list().finishers.push(finisher);
    }

    /// Runs what runs before the response, the last one first; each may answer with an error instead.
    pub(crate) async fn prepare(&self, mut response: Response) -> Response {
        loop {
            // A statement of its own: the lock is not held while it runs.
            let before = self.list().before.pop();
            let Some((before, _)) = before else { return response };
            let run = {
                let failed = response.body().failure().is_some();
                let outcome = Outcome {
                    status: Some(response.status_code()),
                    error: response.body().failure(),
                    failed,
                    sent: false,
                };
                before(outcome)
            };
            if let Err(instead) = run.await {
                response = instead;
            }
        }
    }

    /// Runs the tasks in order, if the handler did not fail, then the finishers, the last one first. Those that should
    /// have run before the response are first, if there was none.
    async fn run(self, ending: End) {
        let List {
            tasks,
            before,
            finishers,
        } = std::mem::take(&mut *self.list());
        if !ending.failed && ending.status.is_some() {
            for task in tasks {
                if let Err(error) = guarded(task).await.unwrap_or_else(|panic| Err(panic.into())) {
                    logging::error(format_args!(
                        "a background task failed, those after it do not run: {error}"
                    ));
                    break;
                }
            }
        }
        for (early, unanswered) in before.into_iter().rev() {
            if unanswered == Unanswered::Runs {
                // What it would answer has nobody to go to.
                finished(async move { drop(early(ending.outcome()).await) }).await;
            }
        }
        for finisher in finishers.into_iter().rev() {
            finished(async move { finisher(ending.outcome()).await }).await;
        }
    }

    fn is_empty(&self) -> bool {
        let list = self.list();
        list.tasks.is_empty() && list.finishers.is_empty()
    }
}

/// How it ended.
#[derive(Debug, Clone, Copy, Default)]
struct End {
    status: Option<StatusCode>,
    failed: bool,
    sent: bool,
}

impl End {
    fn outcome(self) -> Outcome<'static> {
        Outcome {
            status: self.status,
            error: None,
            failed: self.failed,
            sent: self.sent,
        }
    }
}

/// Does what is left to do when it is dropped: with the answer's last byte, or when nobody waits for it any more.
#[derive(Debug)]
pub(crate) struct Ending {
    after: Option<After>,
    end: End,
    /// Who waits for what is left to do, if anybody does.
    pending: Option<Pending>,
    ticket: Option<Ticket>,
    /// The request's, for what is logged later.
    span: Span,
}

impl Ending {
    /// Nothing has been answered yet.
    pub(crate) fn new(after: After, pending: &Pending) -> Self {
        Self {
            after: Some(after),
            end: End::default(),
            pending: Some(pending.clone()),
            ticket: Some(pending.enter()),
            span: logging::current_span(),
        }
    }

    /// As [`new`](Self::new), for a WebSocket: as long as it is open, it is nothing that is still to be done.
    pub(crate) fn of_websocket(after: After, pending: &Pending) -> Self {
        Self {
            after: Some(after),
            end: End::default(),
            pending: Some(pending.clone()),
            ticket: None,
            span: logging::current_span(),
        }
    }

    /// The tasks of an answer that nobody may wait for.
    pub(crate) fn uncounted(after: After) -> Self {
        Self {
            after: Some(after),
            end: End::default(),
            pending: None,
            ticket: None,
            span: logging::current_span(),
        }
    }

    /// Puts itself around the body of the answer.
    pub(crate) fn follow(mut self, mut response: Response) -> Response {
        if self.after.as_ref().is_none_or(After::is_empty) {
            self.after = None;
            return response;
        }
        self.end.status = Some(response.status);
        self.end.failed = response.body.is_failure();
        let body = std::mem::take(&mut response.body);
        response.body = Tracked::new(body, self).into();
        response
    }

    /// As [`follow`](Self::follow), for tasks that the answer itself brought: they run even if it tells of an error.
    pub(crate) fn follow_always(mut self, mut response: Response) -> Response {
        self.end.status = Some(response.status);
        let body = std::mem::take(&mut response.body);
        response.body = Tracked::new(body, self).into();
        response
    }

    /// The answer is on its way to the last byte.
    pub(super) fn sent(&mut self) {
        self.end.sent = true;
    }
}

impl Drop for Ending {
    fn drop(&mut self) {
        let Some(after) = self.after.take() else { return };
        let counted = || self.pending.as_ref().map(Pending::enter);
        let ticket = self.ticket.take().or_else(counted);
        let end = self.end;
        let span = std::mem::replace(&mut self.span, Span::none());
        let run = async move {
            after.run(end).await;
            drop(ticket);
        };
        match tokio::runtime::Handle::try_current() {
            Ok(runtime) => drop(runtime.spawn(run.instrument(span))),
            Err(_) => logging::error("a request ended after its runtime; what it left to do is not done"),
        }
    }
}

/// Waits for what a dependency does at the end, and tells the log of its panic.
async fn finished(end: impl Future<Output = ()>) {
    if let Err(panic) = guarded(end).await {
        logging::error(format_args!("what a dependency does at the end failed: {panic}"));
    }
}

/// The output of a future, or what it panicked with as a text.
pub(crate) async fn guarded<F: Future>(future: F) -> Result<F::Output, String> {
    let mut future = std::pin::pin!(future);
    std::future::poll_fn(|cx| {
        let poll = std::panic::catch_unwind(AssertUnwindSafe(|| future.as_mut().poll(cx)));
        match poll {
            Ok(poll) => poll.map(Ok),
            Err(panic) => {
                let text = panic.downcast_ref::<&str>().map(|text| (*text).to_owned());
                let text = text.or_else(|| panic.downcast_ref::<String>().cloned());
                std::task::Poll::Ready(Err(text.unwrap_or_else(|| "it panicked".to_owned())))
            }
        }
    })
    .await
}
