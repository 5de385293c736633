//! Tasks of one answer: [`Response::background`].

use std::future::Future;

use super::after::{After, Pending, TaskOutput};
use super::{Body, Response};

/// Tasks of an answer that is not on its way yet.
#[derive(Debug)]
pub(crate) struct Tasks {
    pub(crate) body: Body,
    pub(crate) after: After,
    /// Who waits for them; nobody does for those of an answer that no handler made.
    pub(crate) pending: Option<Pending>,
}

impl Response {
    /// Adds a task that runs after the answer's last byte: FastAPI's `JSONResponse(.., background=BackgroundTask(f))`.
    ///
    /// Several run in order; one that fails is told to the log and ends the list. An answer with tasks of its own
    /// replaces the list of [`BackgroundTasks`](crate::background::BackgroundTasks), as in FastAPI: keep to one of both.
    ///
    /// ```
    /// use fasterapi::prelude::*;
    ///
    /// #[post("/orders")]
    /// async fn order() -> Response {
    ///     Response::json(&"accepted").background(async { println!("a letter to the customer") })
    /// }
    /// ```
    #[must_use]
    pub fn background<F>(mut self, task: F) -> Self
    where
        F: Future<Output: TaskOutput> + Send + 'static,
    {
        self.body
            .tasks()
            .task(Box::pin(async move { task.await.into_result() }));
        self
    }

    /// As [`background`](Self::background), for a plain function, which runs on the blocking pool.
    #[must_use]
    pub fn background_blocking<F, T>(mut self, task: F) -> Self
    where
        F: FnOnce() -> T + Send + 'static,
        T: TaskOutput + Send + 'static,
    {
        self.body.tasks().blocking_task(task);
        self
    }
}
