//! [`Blocking`]: waits for futures in tests that are plain functions.

use std::sync::OnceLock;

use tokio::runtime::{Builder, Handle, Runtime};

/// A runtime that is made when it is needed first, and may be dropped anywhere.
#[derive(Debug, Default)]
pub(super) struct Blocking(OnceLock<Runtime>);

impl Blocking {
    /// Waits for the future.
    ///
    /// # Panics
    /// Inside an async runtime, and when the system has no file descriptors left for one.
    #[track_caller]
    pub(super) fn block_on<F: Future>(&self, future: F) -> F::Output {
        assert!(
            Handle::try_current().is_err(),
            "`send()` blocks, which an async test must not: write `client.get(..).await` instead"
        );
        let make = || {
            Builder::new_current_thread()
                .enable_all()
                .build()
                .expect("a runtime for the test client")
        };
        self.0.get_or_init(make).block_on(future)
    }
}

impl Drop for Blocking {
    /// Without waiting for what still runs: that is not allowed in async tests, where a client may be dropped too.
    fn drop(&mut self) {
        if let Some(runtime) = self.0.take() {
            runtime.shutdown_background();
        }
    }
}
