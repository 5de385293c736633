//! What is left to do for an answer once its handler is done: a file is opened, a fault becomes a 500.

use std::future::Future;
use std::pin::Pin;

use super::after::Ending;
use super::background::Tasks;
use super::body::Pending;
use super::file::Head;
use super::{Body, Response, internal_server_error};

impl Response {
    /// An answer that cannot be: the client sees a 500, the log the reason.
    #[cold]
    pub(crate) fn fault(reason: String) -> Self {
        Self::new(Body::fault(reason))
    }

    /// Whether [`settle`](Self::settle) has something to do.
    pub(crate) fn is_pending(&self) -> bool {
        self.body.pending().is_some()
    }

    /// The answer as it leaves.
    #[cold]
    pub(crate) fn settle(self) -> Pin<Box<dyn Future<Output = Response> + Send>> {
        let Self { status, headers, body } = self;
        Box::pin(async move {
            match body.into_pending() {
                Some(Pending::File(file)) => file.answer(Head { status, headers }).await,
                Some(Pending::Fault(reason)) => Self::error(reason),
                Some(Pending::Tasks(Tasks { body, after, pending })) => {
                    let mut response = Self { status, headers, body };
                    if response.is_pending() {
                        response = response.settle().await;
                    }
                    let ending = match pending {
                        Some(pending) => Ending::new(after, &pending),
                        None => Ending::uncounted(after),
                    };
                    ending.follow_always(response)
                }
                None => internal_server_error(),
            }
        })
    }
}
