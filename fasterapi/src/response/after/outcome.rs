//! [`Outcome`]: how a request ended.

use std::error::Error;

use http::StatusCode;

/// How a request ended, as what runs at its end is told.
#[derive(Debug, Clone, Copy)]
pub struct Outcome<'e> {
    pub(super) status: Option<StatusCode>,
    pub(super) error: Option<&'e (dyn Error + 'static)>,
    pub(super) failed: bool,
    pub(super) sent: bool,
}

impl<'e> Outcome<'e> {
    /// The status code of the answer; `None` when the client was gone, or the time over, before there was one.
    pub fn status(&self) -> Option<StatusCode> {
        self.status
    }

    /// Whether the handler or a dependency failed: with an error, a refused request, a panic.
    pub fn is_error(&self) -> bool {
        self.failed || self.status.is_none()
    }

    /// Whether the answer was made and sent to its last byte. Before the response it is never so.
    pub fn was_sent(&self) -> bool {
        self.sent
    }

    /// The error of the handler or a dependency, before the response; after it the error is gone.
    pub fn error(&self) -> Option<&'e (dyn Error + 'static)> {
        self.error
    }

    /// The error, if it is an `E`.
    pub fn downcast_error<E: Error + 'static>(&self) -> Option<&'e E> {
        self.error.and_then(<dyn Error>::downcast_ref)
    }
}
