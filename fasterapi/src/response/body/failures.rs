//! Bodies that are the answers of errors.

use std::error::Error;

use bytes::Bytes;

use super::{Body, Failed, Kind};
use crate::http::{Endpoint, Failure};

impl Body {
    /// The bytes that tell of `failure`, which is kept for the handlers of errors.
    pub(crate) fn failed(bytes: Bytes, failure: Failure) -> Self {
        Self(Kind::Failed(Box::new(Failed { bytes, failure })))
    }

    /// Whether the answer is that of an error.
    pub(crate) fn is_failure(&self) -> bool {
        match &self.0 {
            Kind::Failed(_) => true,
            Kind::Tracked(tracked) => tracked.body().is_failure(),
            _ => false,
        }
    }

    /// The error the answer is of.
    pub(crate) fn failure(&self) -> Option<&(dyn Error + 'static)> {
        match &self.0 {
            Kind::Failed(failed) => Some(failed.failure.as_error()),
            Kind::Tracked(tracked) => tracked.body().failure(),
            _ => None,
        }
    }

    /// Says which request failed, for the log, if the answer is that of an error.
    #[inline]
    pub(crate) fn name_failure(&mut self, request: impl FnOnce() -> String) {
        match &mut self.0 {
            Kind::Failed(failed) => failed.failure.name(request),
            Kind::Tracked(tracked) => tracked.body_mut().name_failure(request),
            _ => {}
        }
    }

    /// Says which function failed, for the log, if the answer is that of an error.
    #[inline]
    pub(crate) fn place_failure(&mut self, endpoint: impl FnOnce() -> Endpoint) {
        match &mut self.0 {
            Kind::Failed(failed) => failed.failure.place(endpoint),
            Kind::Tracked(tracked) => tracked.body_mut().place_failure(endpoint),
            _ => {}
        }
    }

    /// Tells the log now of the error the answer is of, if it is going to hear of it, and which request failed.
    pub(crate) fn tell_failure(&mut self, request: impl FnOnce() -> String) {
        match &mut self.0 {
            Kind::Failed(failed) => {
                failed.failure.rename(request);
                failed.failure.tell();
            }
            Kind::Tracked(tracked) => tracked.body_mut().tell_failure(request),
            _ => {}
        }
    }

    /// The error that nobody expected the answer is of.
    pub(crate) fn unexpected(&self) -> Option<&(dyn Error + 'static)> {
        match &self.0 {
            Kind::Failed(failed) if matches!(failed.failure, Failure::Unexpected(_)) => Some(failed.failure.as_error()),
            Kind::Tracked(tracked) => tracked.body().unexpected(),
            _ => None,
        }
    }

    /// Whether the answer is that of an error nobody expected.
    pub(crate) fn is_unexpected(&self) -> bool {
        matches!(&self.0, Kind::Failed(failed) if matches!(failed.failure, Failure::Unexpected(_)))
    }

    /// The error, taken out of its answer, if there is one.
    pub(crate) fn take_failure(&mut self) -> Option<Failure> {
        if let Kind::Tracked(tracked) = &mut self.0 {
            return tracked.body_mut().take_failure();
        }
        match std::mem::take(self) {
            Self(Kind::Failed(failed)) => {
                *self = failed.bytes.into();
                Some(failed.failure)
            }
            body => {
                *self = body;
                None
            }
        }
    }
}
