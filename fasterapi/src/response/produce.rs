//! [`produce`]: a stream written as a function that sends.

use std::future::Future;
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll, Waker};

use futures_core::Stream;

/// A stream of what the function sends: Python's generator, with `send(..).await` for `yield`.
///
/// The function runs only while the client waits for the next item, and waits itself until its last one was taken; it
/// is dropped when the client leaves.
///
/// ```
/// use fasterapi::prelude::*;
///
/// let squares = produce(async |squares| {
///     for i in 0..3_u32 {
///         squares.send(format!("{}\n", i * i)).await;
///     }
/// });
/// let response = StreamingResponse::new(squares);
/// ```
pub fn produce<T, F>(function: impl FnOnce(Sender<T>) -> F) -> Produced<T>
where
    F: Future<Output = ()> + Send + 'static,
{
    let slot = Arc::new(Mutex::new(Slot {
        item: None,
        wakers: Vec::new(),
    }));
    let sender = Sender(Arc::clone(&slot));
    Produced {
        slot,
        function: Some(Box::pin(function(sender))),
    }
}

/// Where a function of [`produce`] puts its items.
#[derive(Debug)]
pub struct Sender<T>(Arc<Mutex<Slot<T>>>);

#[derive(Debug)]
struct Slot<T> {
    item: Option<T>,
    /// Those that wait for an empty slot and are not polled whenever the stream is.
    wakers: Vec<Waker>,
}

impl<T> Sender<T> {
    /// Sends an item; done when it was taken, and the next is asked for.
    pub fn send(&self, item: T) -> impl Future<Output = ()> + use<'_, T> {
        let mut item = Some(item);
        std::future::poll_fn(move |cx| {
            let mut slot = self.0.lock().unwrap_or_else(PoisonError::into_inner);
            if slot.item.is_none() {
                match item.take() {
                    Some(item) => slot.item = Some(item),
                    None => return Poll::Ready(()),
                }
            }
            if !slot.wakers.iter().any(|waker| waker.will_wake(cx.waker())) {
                slot.wakers.push(cx.waker().clone());
            }
            Poll::Pending
        })
    }
}

/// The stream that [`produce`] makes.
pub struct Produced<T> {
    slot: Arc<Mutex<Slot<T>>>,
    function: Option<Pin<Box<dyn Future<Output = ()> + Send>>>,
}

impl<T> std::fmt::Debug for Produced<T> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Produced")
    }
}

impl<T> Stream for Produced<T> {
    type Item = T;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<T>> {
        let Some(function) = &mut self.function else {
            return Poll::Ready(None);
        };
        let done = function.as_mut().poll(cx).is_ready();
        if done {
            self.function = None;
        }
        let mut slot = self.slot.lock().unwrap_or_else(PoisonError::into_inner);
        let (item, wakers) = (slot.item.take(), std::mem::take(&mut slot.wakers));
        drop(slot);
        // the task itself asks for the next item anyway
        let others = wakers.into_iter().filter(|waker| !waker.will_wake(cx.waker()));
        others.for_each(Waker::wake);
        match item {
            Some(item) => Poll::Ready(Some(item)),
            None if done => Poll::Ready(None),
            None => Poll::Pending,
        }
    }
}
