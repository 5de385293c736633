//! [`Teardown`]: what a dependency does when the request is over.

use std::future::Future;

use crate::handler::{Description, Scope};
use crate::http::Errors;
use crate::params::{Argument, Kind, Param};
use crate::response::{Abort, After, Outcome, Respond, Responder};

/// Takes what a dependency does when the request is over: the part behind `yield` in FastAPI.
///
/// ```
/// use fasterapi::prelude::*;
/// use fasterapi::dependency::Teardown;
///
/// struct Session(u32);
///
/// #[dependency]
/// async fn session(teardown: Teardown) -> u32 {
///     let session = Session(7);
///     let number = session.0;
///     teardown.after_response(move |outcome| {
///         let keep = !outcome.is_error();
///         async move { println!("session {}: {}", session.0, if keep { "commit" } else { "roll back" }) }
///     });
///     number
/// }
/// ```
///
/// Each function runs once: after a success as after an error, a panic, a timeout, or when the client goes away. Of
/// several the last one registered runs first, so that a dependency ends before those it depends on.
#[derive(Debug, Clone)]
pub struct Teardown {
    after: After,
    ends_early: bool,
}

impl Teardown {
    /// Runs `finish` when the dependency ends: after the last byte of the answer, or, for those who take it with
    /// `#[depends(f, scope = "function")]`, when the handler is done and before the answer is sent.
    pub fn at_end<F, Fut>(&self, finish: F)
    where
        F: FnOnce(Outcome<'_>) -> Fut + Send + 'static,
        Fut: Future<Output = ()> + Send + 'static,
    {
        if !self.ends_early {
            return self.after_response(finish);
        }
        self.after.early_finisher(Box::new(move |outcome| {
            let finished = finish(outcome);
            Box::pin(async move {
                finished.await;
                Ok(())
            })
        }));
    }

    /// Runs `finish` after the last byte of the answer.
    pub fn after_response<F, Fut>(&self, finish: F)
    where
        F: FnOnce(Outcome<'_>) -> Fut + Send + 'static,
        Fut: Future<Output = ()> + Send + 'static,
    {
        self.after.finisher(Box::new(move |outcome| Box::pin(finish(outcome))));
    }

    /// Runs `finish` when the handler is done and before the answer is sent; an error is answered instead. When the
    /// client is gone, or the time over, before the handler is done, it does not run.
    pub fn before_response<F, Fut, E>(&self, finish: F)
    where
        F: FnOnce(Outcome<'_>) -> Fut + Send + 'static,
        Fut: Future<Output = Result<(), E>> + Send + 'static,
        E: Responder + 'static,
    {
        self.after.before(Box::new(move |outcome| {
            let finished = finish(outcome);
            Box::pin(async move { finished.await.map_err(|error| error.respond(Respond::default())) })
        }));
    }
}

#[diagnostic::do_not_recommend]
impl Argument for Teardown {
    const KIND: Kind = Kind::Parameter;

    const AT_END: bool = true;

    fn describe(_: &'static Param, _: bool, description: &mut Description) {
        description.does_at_end();
    }

    fn take(scope: &mut Scope, _: &'static Param, slot: usize, _: &mut Errors) -> Result<Option<Self>, Abort> {
        let ends_early = scope.ends_early(slot);
        let after = scope.after();
        Ok(Some(Self { after, ends_early }))
    }
}
