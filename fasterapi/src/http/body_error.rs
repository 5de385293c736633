//! [`BodyError`]: a body that did not arrive.

use std::error::Error;
use std::fmt;
use std::io;

use http::StatusCode;

use super::HttpError;

/// Why the body of a request could not be read to its end: the client went away, was too slow, or sent what is no HTTP.
/// Starlette's `ClientDisconnect`.
///
/// As the error of a handler or dependency it answers 400, or 408 to a client that was too slow, and says nothing to the
/// log: it is no fault of the program.
#[derive(Debug)]
pub struct BodyError(Cause);

#[derive(Debug)]
enum Cause {
    Failed(hyper::Error),
    /// A piece did not come in time, over HTTP/2.
    #[cfg(feature = "http2")]
    Late,
}

impl BodyError {
    pub(crate) fn new(error: hyper::Error) -> Self {
        Self(Cause::Failed(error))
    }

    #[cfg(feature = "http2")]
    pub(crate) fn late() -> Self {
        Self(Cause::Late)
    }

    fn failure(&self) -> Option<&hyper::Error> {
        match &self.0 {
            Cause::Failed(error) => Some(error),
            #[cfg(feature = "http2")]
            Cause::Late => None,
        }
    }

    /// Whether more of it was waited for in vain: the server's
    /// [`timeout_request_body`](crate::server::Config::timeout_request_body).
    pub fn is_timeout(&self) -> bool {
        self.failure().is_none() || self.kind() == Some(io::ErrorKind::TimedOut)
    }

    /// The answer to the request, should the client still be there.
    pub(crate) fn answer(&self) -> HttpError {
        if self.is_timeout() {
            HttpError::status_only(StatusCode::REQUEST_TIMEOUT)
        } else {
            HttpError::bad_request("There was an error parsing the body")
        }
    }

    fn kind(&self) -> Option<io::ErrorKind> {
        let cause = self.failure()?.source()?.downcast_ref::<io::Error>()?;
        Some(cause.kind())
    }

    /// Whether the client went away.
    pub fn is_disconnect(&self) -> bool {
        let is_end = |error: &hyper::Error| error.is_incomplete_message() || error.is_canceled() || error.is_closed();
        self.failure().is_some_and(is_end)
            || matches!(
                self.kind(),
                Some(
                    io::ErrorKind::UnexpectedEof
                        | io::ErrorKind::ConnectionReset
                        | io::ErrorKind::ConnectionAborted
                        | io::ErrorKind::BrokenPipe
                )
            )
    }
}

impl fmt::Display for BodyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if self.is_timeout() {
            "the body took too long"
        } else if self.is_disconnect() {
            "the client went away"
        } else {
            "the body could not be read"
        })
    }
}

impl Error for BodyError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        self.failure().map(|error| error as _)
    }
}
