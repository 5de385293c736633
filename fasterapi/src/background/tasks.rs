//! [`BackgroundTasks`].

use std::future::Future;

use crate::handler::{Description, Scope};
use crate::http::Errors;
use crate::params::{Argument, Kind, Param};
use crate::response::{Abort, After, TaskOutput};

/// Tasks that run after the answer's last byte, in the order they were added: FastAPI's `BackgroundTasks`.
///
/// ```
/// use fasterapi::background::BackgroundTasks;
/// use fasterapi::prelude::*;
///
/// #[post("/orders", status_code = 202)]
/// async fn order(tasks: BackgroundTasks) -> &'static str {
///     tasks.add_task(async { println!("a letter to the customer") });
///     "accepted"
/// }
/// ```
///
/// Dependencies and the handler share one list. It does not run when the handler fails; a task that fails, with an
/// error or a panic, is told to the log and ends it. Tasks run before what dependencies do at the end, and the server
/// waits for them when it stops, as long as it waits for connections.
#[derive(Debug, Clone)]
pub struct BackgroundTasks(After);

impl BackgroundTasks {
    /// Adds a task.
    pub fn add_task<F>(&self, task: F)
    where
        F: Future<Output: TaskOutput> + Send + 'static,
    {
        self.0.task(Box::pin(async move { task.await.into_result() }));
    }

    /// Adds a plain function, which runs on the blocking pool.
    pub fn add_blocking<F, T>(&self, task: F)
    where
        F: FnOnce() -> T + Send + 'static,
        T: TaskOutput + Send + 'static,
    {
        self.0.blocking_task(task);
    }
}

#[diagnostic::do_not_recommend]
impl Argument for BackgroundTasks {
    const KIND: Kind = Kind::Parameter;

    fn describe(_: &'static Param, _: bool, description: &mut Description) {
        description.leaves_work();
    }

    fn take(scope: &mut Scope, _: &'static Param, _: usize, _: &mut Errors) -> Result<Option<Self>, Abort> {
        Ok(Some(Self(scope.after())))
    }
}
