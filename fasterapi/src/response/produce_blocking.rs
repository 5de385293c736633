//! [`produce_blocking`]: a stream written as a plain function.

use std::fmt;
use std::future::Future;
use std::panic::resume_unwind;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use futures_core::Stream;
use tokio::sync::mpsc;
use tokio::task::{JoinHandle, spawn_blocking};

use crate::logging;

/// A stream of what a plain function sends, which runs on the blocking pool: FastAPI's generators with `def`.
///
/// The function begins when the first item is asked for, and is at most one item ahead. When the client has left,
/// `send` says so, and the function should return. A panic of the function breaks the connection off.
///
/// ```
/// use fasterapi::prelude::*;
/// use fasterapi::response::produce_blocking;
///
/// #[get("/lines")]
/// async fn lines() -> StreamingResponse {
///     StreamingResponse::new(produce_blocking(|lines| {
///         for number in 0..3 {
///             // something slow that knows no `.await`
///             if lines.send(format!("{number}\n")).is_err() {
///                 return;
///             }
///         }
///     }))
/// }
/// ```
pub fn produce_blocking<T: Send + 'static>(
    function: impl FnOnce(BlockingSender<T>) + Send + 'static,
) -> ProducedBlocking<T> {
    ProducedBlocking(State::Waiting(Box::new(function)))
}

/// Where a function of [`produce_blocking`] puts its items.
#[derive(Debug)]
pub struct BlockingSender<T>(mpsc::Sender<T>);

impl<T> BlockingSender<T> {
    /// Sends an item; waits until the one before it was taken.
    ///
    /// # Errors
    /// The client has left; the item comes back.
    pub fn send(&self, item: T) -> Result<(), T> {
        self.0.blocking_send(item).map_err(|error| error.0)
    }
}

/// The stream that [`produce_blocking`] makes.
pub struct ProducedBlocking<T>(State<T>);

enum State<T> {
    Waiting(Box<dyn FnOnce(BlockingSender<T>) + Send>),
    Running(mpsc::Receiver<T>, JoinHandle<()>),
    Done,
}

impl<T> fmt::Debug for ProducedBlocking<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ProducedBlocking")
    }
}

impl<T: Send + 'static> Stream for ProducedBlocking<T> {
    type Item = T;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<T>> {
        if let State::Waiting(_) = &self.0
            && let State::Waiting(function) = std::mem::replace(&mut self.0, State::Done)
        {
            let (sender, receiver) = mpsc::channel(1);
            let work = spawn_blocking(logging::in_span(move || function(BlockingSender(sender))));
            self.0 = State::Running(receiver, work);
        }
        let State::Running(receiver, work) = &mut self.0 else {
            return Poll::Ready(None);
        };
        if let Some(item) = ready!(receiver.poll_recv(cx)) {
            return Poll::Ready(Some(item));
        }
        let end = ready!(Pin::new(work).poll(cx));
        self.0 = State::Done;
        // What a panic cut short must not look whole to the client.
        if let Err(error) = end
            && let Ok(panic) = error.try_into_panic()
        {
            resume_unwind(panic);
        }
        Poll::Ready(None)
    }
}
