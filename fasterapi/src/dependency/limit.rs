//! [`Limit`]: how many requests may use a dependency at once.

use std::sync::Arc;

use tokio::sync::{Semaphore, SemaphorePermit};

use crate::handler::Scope;

/// How many requests may use a dependency at once: `#[dependency(max_concurrency = n)]`. One for the whole process.
#[derive(Debug)]
pub struct Limit(Semaphore);

impl Limit {
    /// This many.
    pub const fn new(most: usize) -> Self {
        Self(Semaphore::const_new(most))
    }

    /// Waits for its turn. Of a dependency that does something `at_end`, the turn lasts until that is done; of another
    /// one until the permit is dropped. `slot` is the number of the dependency's first slot.
    ///
    /// A request has one turn, however often it uses the dependency: it would wait for itself.
    pub async fn enter(
        &'static self,
        scope: &mut Scope,
        slot: usize,
        at_end: bool,
    ) -> Option<SemaphorePermit<'static>> {
        if !at_end {
            // It is never closed, so there is always a permit in the end.
            return self.0.acquire().await.ok();
        }
        let permit = match scope.permit(self) {
            Some(permit) => permit,
            None => {
                let permit = Arc::new(self.0.acquire().await.ok()?);
                scope.keep_permit(self, &permit);
                permit
            }
        };
        if scope.ends_early(slot) {
            scope.after().before(Box::new(move |_| {
                drop(permit);
                Box::pin(async { Ok(()) })
            }));
        } else {
            scope
                .after()
                .finisher(Box::new(move |_| Box::pin(async move { drop(permit) })));
        }
        None
    }
}
