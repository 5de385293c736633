//! [`Hangup`]: whether the client at the other end of a connection has gone.

use std::future::poll_fn;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll, Waker};

use http::Version;

use super::Request;

/// What a connection tells its handlers of its end, if they ask.
#[derive(Debug, Clone, Default)]
pub(crate) struct Hangup(Arc<Shared>);

#[derive(Debug, Default)]
struct Shared {
    watched: AtomicBool,
    gone: AtomicBool,
    waiting: Mutex<Vec<Waker>>,
}

impl Hangup {
    /// Whether somebody wants to know.
    pub(crate) fn is_watched(&self) -> bool {
        self.0.watched.load(Ordering::Relaxed)
    }

    /// Tells that the client has gone.
    pub(crate) fn hang_up(&self) {
        self.0.gone.store(true, Ordering::Release);
        let waiting = std::mem::take(&mut *self.waiting());
        waiting.into_iter().for_each(Waker::wake);
    }

    /// Done when the client has gone.
    fn poll_gone(&self, cx: &mut Context<'_>) -> Poll<()> {
        let mut waiting = self.waiting();
        if !waiting.iter().any(|waker| waker.will_wake(cx.waker())) {
            waiting.push(cx.waker().clone());
        }
        drop(waiting);
        self.0.watched.store(true, Ordering::Relaxed);
        if self.0.gone.load(Ordering::Acquire) {
            Poll::Ready(())
        } else {
            Poll::Pending
        }
    }

    fn waiting(&self) -> std::sync::MutexGuard<'_, Vec<Waker>> {
        self.0.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Request {
    /// Waits until the client has closed the connection, to leave off work that nobody waits for any more. It is heard of
    /// at once; the server itself drops a handler whose client is gone, but takes its time to find out.
    ///
    /// A client that has only closed its sending side counts as gone, as in uvicorn. Without a connection, such as in a
    /// test, nobody ever goes; and over HTTP/2 a handler whose request is taken back is dropped at once, without hearing of
    /// it.
    ///
    /// ```
    /// use std::future::Future;
    ///
    /// use fasterapi::prelude::*;
    ///
    /// /// The value of `work`, unless the client leaves before.
    /// async fn unless_left<T>(request: &mut Request, work: impl Future<Output = T>) -> Option<T> {
    ///     tokio::select! {
    ///         value = work => Some(value),
    ///         () = request.disconnected() => None,
    ///     }
    /// }
    /// ```
    pub async fn disconnected(&mut self) {
        match self.hangup() {
            Some(hangup) => poll_fn(|cx| hangup.poll_gone(cx)).await,
            None => std::future::pending().await,
        }
    }

    /// Whether the client has closed the connection, as far as is known: [`disconnected`](Self::disconnected), asked now
    /// and then in a loop.
    pub async fn is_disconnected(&mut self) -> bool {
        let Some(hangup) = self.hangup() else {
            return false;
        };
        let mut asked = false;
        poll_fn(|cx| match hangup.poll_gone(cx) {
            Poll::Ready(()) => Poll::Ready(true),
            Poll::Pending if asked => Poll::Ready(false),
            Poll::Pending => {
                // the connection looks while the handler waits
                asked = true;
                cx.waker().wake_by_ref();
                Poll::Pending
            }
        })
        .await
    }
    /// Who tells of the end. Nobody does over HTTP/2, whose requests end alone, each in a task of its own: as long as the
    /// connection lived, all their wakers would be kept.
    fn hangup(&self) -> Option<&Hangup> {
        self.0.hangup.as_ref().filter(|_| self.version() != Version::HTTP_2)
    }
}

#[cfg(test)]
mod tests {
    use std::pin::pin;
    use std::task::Waker;

    use super::*;
    use crate::request::{Client, Connection, Via};
    use crate::response::Body;

    #[test]
    fn nobody_is_kept_for_an_end_that_is_not_told() {
        for (version, waiting) in [(Version::HTTP_11, 1), (Version::HTTP_2, 0)] {
            let connection = Connection {
                via: Via::default(),
                hangup: Some(Hangup::default()),
                open: None,
            };
            let (mut parts, ()) = http::Request::new(()).into_parts();
            parts.version = version;
            let mut request = Request::new(parts, Body::empty(), Client::default());
            request.arrived(&connection);
            let mut gone = pin!(request.disconnected());
            assert!(gone.as_mut().poll(&mut Context::from_waker(Waker::noop())).is_pending());
            let hangup = connection.hangup.unwrap();
            assert_eq!(hangup.waiting().len(), waiting, "{version:?}");
        }
    }
}
