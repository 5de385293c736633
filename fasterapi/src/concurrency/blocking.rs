//! [`run_blocking`]: functions that wait, on threads of their own.

use tokio::task::spawn_blocking;

use crate::logging;

use crate::response::{Produced, produce};

/// Runs a function that blocks its thread (a file, a database driver without `async`) on the blocking pool: Starlette's
/// `run_in_threadpool`. `fn` handlers run there by themselves.
///
/// The pool is tokio's: up to 512 threads a worker, made when they are needed. A panic of the function goes on in the
/// caller. When the caller is dropped, the function runs to its end and its value is lost.
///
/// ```
/// use fasterapi::concurrency::run_blocking;
/// use fasterapi::prelude::*;
///
/// #[get("/report")]
/// async fn report() -> Result<String, std::io::Error> {
///     run_blocking(|| std::fs::read_to_string("report.txt")).await
/// }
/// ```
///
/// # Panics
/// When `work` does, and outside a tokio runtime.
pub async fn run_blocking<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> T {
    match spawn_blocking(logging::in_span(work)).await {
        Ok(value) => value,
        Err(error) => match error.try_into_panic() {
            Ok(panic) => std::panic::resume_unwind(panic),
            // The runtime ends, and this task with it.
            Err(_) => std::future::pending().await,
        },
    }
}

/// A stream of what an iterator gives whose `next` blocks its thread: Starlette's `iterate_in_threadpool`.
///
/// Each `next` runs on the blocking pool, and only when the item before was taken.
///
/// ```
/// use std::io::{BufRead, BufReader};
///
/// use fasterapi::concurrency::iterate_blocking;
/// use fasterapi::prelude::*;
///
/// #[get("/log")]
/// fn log() -> Result<StreamingResponse, std::io::Error> {
///     let lines = BufReader::new(std::fs::File::open("app.log")?).lines().map_while(Result::ok);
///     Ok(StreamingResponse::new(iterate_blocking(lines)).media_type("text/plain"))
/// }
/// ```
pub fn iterate_blocking<I>(iterator: I) -> Produced<I::Item>
where
    I: Iterator<Item: Send> + Send + 'static,
{
    produce(async move |items| {
        let mut iterator = iterator;
        loop {
            let next = run_blocking(move || {
                let item = iterator.next();
                (item, iterator)
            });
            let (item, rest) = next.await;
            iterator = rest;
            match item {
                Some(item) => items.send(item).await,
                None => break,
            }
        }
    })
}
