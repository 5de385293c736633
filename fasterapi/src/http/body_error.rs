//! [`BodyError`]: a body that did not arrive.

use std::error::Error;
use std::fmt;
use std::io;

/// Why the body of a request could not be read to its end: the client went away, or sent what is no HTTP. Starlette's
/// `ClientDisconnect`.
///
/// As the error of a handler or dependency it answers 400, which a client that is gone does not see, and says nothing to
/// the log: it is no fault of the program.
#[derive(Debug)]
pub struct BodyError(hyper::Error);

impl BodyError {
    pub(crate) fn new(error: hyper::Error) -> Self {
        Self(error)
    }

    /// Whether the client went away.
    pub fn is_disconnect(&self) -> bool {
        let kind = self
            .0
            .source()
            .and_then(|cause| cause.downcast_ref())
            .map(io::Error::kind);
        self.0.is_incomplete_message()
            || self.0.is_canceled()
            || self.0.is_closed()
            || matches!(
                kind,
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
        f.write_str(if self.is_disconnect() {
            "the client went away"
        } else {
            "the body could not be read"
        })
    }
}

impl Error for BodyError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        Some(&self.0)
    }
}
