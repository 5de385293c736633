//! [`Failure`]: why an answer is an error, kept with the answer for the handlers of errors.

use std::error::Error;

use super::{AnyError, Endpoint, HttpError, RequestValidationError, WebSocketException};
use crate::BoxError;
use crate::logging;

/// Why an answer is an error.
#[derive(Debug)]
pub enum Failure {
    /// An error meant for the client.
    Http(HttpError),
    /// A request that does not fit.
    Validation(RequestValidationError),
    /// Anything else.
    Unexpected(Unexpected),
    /// The end of a WebSocket.
    Closed(WebSocketException),
}

impl Failure {
    /// The error.
    pub(crate) fn as_error(&self) -> &(dyn Error + 'static) {
        match self {
            Self::Http(error) => error,
            Self::Validation(error) => error,
            Self::Unexpected(Unexpected { error: Some(error), .. }) => &**error,
            Self::Unexpected(Unexpected { error: None, .. }) => &std::fmt::Error,
            Self::Closed(exception) => exception,
        }
    }

    /// Says which request failed, if the log is going to hear of it and does not know yet.
    pub(crate) fn name(&mut self, request: impl FnOnce() -> String) {
        if let Self::Unexpected(unexpected) = self {
            unexpected.request.get_or_insert_with(|| request().into());
        }
    }

    /// As [`name`](Self::name), by somebody who knows better.
    pub(crate) fn rename(&mut self, request: impl FnOnce() -> String) {
        if let Self::Unexpected(unexpected) = self {
            unexpected.request = Some(request().into());
        }
    }

    /// Says which function failed, as [`name`](Self::name) does of the request.
    pub(crate) fn place(&mut self, endpoint: impl FnOnce() -> Endpoint) {
        if let Self::Unexpected(unexpected) = self {
            unexpected.endpoint.get_or_insert_with(|| Box::new(endpoint()));
        }
    }

    /// Tells the log now, if it is going to hear of it.
    pub(crate) fn tell(&mut self) {
        if let Self::Unexpected(unexpected) = self {
            unexpected.log();
        }
    }
}

/// An error that is not meant for the client. Whoever answers for it takes it out; else the log hears of it.
#[derive(Debug)]
pub struct Unexpected {
    error: Option<BoxError>,
    /// Which request failed, for the log.
    request: Option<Box<str>>,
    /// Which function did.
    endpoint: Option<Box<Endpoint>>,
    told: bool,
}

impl Unexpected {
    pub(crate) fn new(error: BoxError) -> Self {
        Self {
            error: Some(error),
            request: None,
            endpoint: None,
            told: false,
        }
    }

    /// Whether it is an `E`.
    pub(crate) fn is<E: Error + 'static>(&self) -> bool {
        self.error.as_ref().is_some_and(|error| error.is::<E>())
    }

    /// Hands the error over to whom it was made for.
    pub(crate) fn take<E: Error + 'static>(mut self) -> Option<E> {
        let error = self.error.take()?.downcast::<E>();
        error.map(|error| *error).map_err(|error| self.error = Some(error)).ok()
    }

    /// Tells the log, and hands the error over.
    pub(crate) fn tell(mut self) -> AnyError {
        self.log();
        AnyError::from(self.error.take().unwrap_or_else(|| "unknown".into()))
    }

    fn log(&mut self) {
        let Some(error) = self.error.as_ref().filter(|_| !self.told) else {
            return;
        };
        let mut text = error.to_string();
        let mut cause = error.source();
        while let Some(error) = cause {
            text.push_str(": ");
            text.push_str(&error.to_string());
            cause = error.source();
        }
        match (&self.request, &self.endpoint) {
            (Some(request), Some(endpoint)) => {
                logging::error(format_args!("a request failed ({request}, in {endpoint}): {text}"));
            }
            (Some(request), None) => logging::error(format_args!("a request failed ({request}): {text}")),
            (None, Some(endpoint)) => logging::error(format_args!("a request failed (in {endpoint}): {text}")),
            (None, None) => logging::error(format_args!("a request failed: {text}")),
        }
        self.told = true;
    }
}

impl Drop for Unexpected {
    fn drop(&mut self) {
        self.log();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_error_is_taken_by_its_type() {
        let failure = || Unexpected::new(std::fmt::Error.into());
        assert!(failure().is::<std::fmt::Error>());
        assert!(failure().take::<std::fmt::Error>().is_some());
        assert!(failure().take::<std::io::Error>().is_none());
        assert!(failure().tell().downcast_ref::<std::fmt::Error>().is_some());
    }
}
