//! [`Limit`]: how many requests may use a dependency at once, and [`Turns`], those that a request has.

use std::sync::{Arc, Weak};

use tokio::sync::{Semaphore, SemaphorePermit};

use crate::handler::Scope;

/// How many requests may use a dependency at once: `#[dependency(max_concurrency = n)]`. One for the whole process.
#[derive(Debug)]
pub struct Limit(Semaphore);

type Permit = Arc<SemaphorePermit<'static>>;

impl Limit {
    /// This many.
    pub const fn new(most: usize) -> Self {
        Self(Semaphore::const_new(most))
    }

    /// Each limit once, in an order that is the same for all.
    pub(crate) fn in_order(mut limits: Vec<&'static Self>) -> Box<[&'static Self]> {
        let place = |limit: &&'static Self| std::ptr::from_ref(*limit).addr();
        limits.sort_by_key(place);
        limits.dedup_by_key(|limit| place(limit));
        limits.into()
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
        let permit = match scope.turns().take(self) {
            Some(permit) => permit,
            None => self.enter_all(scope).await?,
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

    /// Waits for a turn at every limit of the route, in the order that all requests keep: two that had one turn each and
    /// waited for the other's would wait for ever.
    async fn enter_all(&'static self, scope: &mut Scope) -> Option<Permit> {
        let mut index = 0;
        while let Some(limit) = scope.limit(index) {
            limit.keep_turn(scope).await?;
            index += 1;
        }
        self.keep_turn(scope).await?;
        scope.turns().take(self)
    }

    async fn keep_turn(&'static self, scope: &mut Scope) -> Option<()> {
        if !scope.turns().has(self) {
            let permit = self.0.acquire().await.ok()?;
            scope.turns().keep(self, Arc::new(permit));
        }
        Some(())
    }
}

/// The turns that a request has at limits.
#[derive(Debug, Default)]
pub(crate) struct Turns(Vec<Turn>);

#[derive(Debug)]
struct Turn {
    limit: &'static Limit,
    permit: Weak<SemaphorePermit<'static>>,
    /// The permit, as long as its dependency has not come.
    waits: Option<Permit>,
}

impl Turns {
    fn has(&self, limit: &Limit) -> bool {
        let mut turns = self.0.iter();
        turns.any(|turn| std::ptr::eq(turn.limit, limit) && turn.permit.strong_count() > 0)
    }

    fn keep(&mut self, limit: &'static Limit, permit: Permit) {
        self.0.push(Turn {
            limit,
            permit: Arc::downgrade(&permit),
            waits: Some(permit),
        });
    }

    /// The permit for `limit`, which is remembered only as long as somebody holds it.
    fn take(&mut self, limit: &Limit) -> Option<Permit> {
        let mut turns = self.0.iter_mut().filter(|turn| std::ptr::eq(turn.limit, limit));
        turns.find_map(|turn| turn.waits.take().or_else(|| turn.permit.upgrade()))
    }
}
