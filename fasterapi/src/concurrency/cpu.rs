//! [`run_cpu`] and [`CpuPool`]: functions that compute, no more of them at once than there are processors.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, LazyLock};
use std::thread::available_parallelism;

use tokio::sync::Semaphore;

use super::run_blocking;

/// Runs a function that computes (a picture, a hash, a model) beside the requests: on as many threads at once as there
/// are processors, in the order they were asked for, in the whole process. What FasterAPI does with sub-interpreters.
///
/// When the caller is dropped, because the client left, work that has not begun does not begin.
///
/// ```
/// use fasterapi::concurrency::run_cpu;
/// use fasterapi::prelude::*;
///
/// #[get("/primes/{below}")]
/// async fn primes(#[path(le = 100_000)] below: u32) -> usize {
///     run_cpu(move || (2..below).filter(|n| (2..*n).all(|d| n % d != 0)).count()).await
/// }
/// ```
///
/// # Panics
/// When `work` does, and outside a tokio runtime.
pub async fn run_cpu<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> T {
    static POOL: LazyLock<CpuPool> = LazyLock::new(CpuPool::default);
    POOL.run(work).await
}

/// A number of functions that may compute at once; [`run_cpu`] has one for the whole process. Clones share the number.
#[derive(Debug, Clone)]
pub struct CpuPool(Arc<Semaphore>);

impl Default for CpuPool {
    /// As many as there are processors.
    fn default() -> Self {
        Self::new(available_parallelism().map_or(1, usize::from))
    }
}

impl CpuPool {
    /// This many at once; 0 counts as 1.
    pub fn new(most: usize) -> Self {
        Self(Arc::new(Semaphore::new(most.clamp(1, Semaphore::MAX_PERMITS))))
    }

    /// Runs `work` when it is its turn.
    ///
    /// # Panics
    /// When `work` does, and outside a tokio runtime.
    pub async fn run<T: Send + 'static>(&self, work: impl FnOnce() -> T + Send + 'static) -> T {
        let permit = Arc::clone(&self.0).acquire_owned().await;
        run_blocking(move || {
            // Kept until the work is done, whether somebody still waits for it or not.
            let _permit = permit;
            work()
        })
        .await
    }

    /// Runs `work` when it is its turn, and tells it when nobody waits for it any more.
    ///
    /// ```
    /// # tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(async {
    /// use fasterapi::concurrency::CpuPool;
    ///
    /// let pool = CpuPool::new(2);
    /// let sum = pool.run_cancellable(|cancelled| (0..1_000_u32).take_while(|_| !cancelled.is_cancelled()).sum::<u32>());
    /// assert_eq!(sum.await, 499_500);
    /// # });
    /// ```
    ///
    /// # Panics
    /// When `work` does, and outside a tokio runtime.
    pub async fn run_cancellable<T: Send + 'static>(&self, work: impl FnOnce(&Cancelled) -> T + Send + 'static) -> T {
        let cancelled = Cancelled(Arc::default());
        let _caller = Caller(cancelled.clone());
        self.run(move || work(&cancelled)).await
    }
}

/// Whether anybody still waits for some work.
#[derive(Debug, Clone)]
pub struct Cancelled(Arc<AtomicBool>);

impl Cancelled {
    /// Whether nobody waits any more: the client left, or the time was over.
    pub fn is_cancelled(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }
}

/// Who waits for the work.
struct Caller(Cancelled);

impl Drop for Caller {
    fn drop(&mut self) {
        self.0.0.store(true, Ordering::Relaxed);
    }
}
