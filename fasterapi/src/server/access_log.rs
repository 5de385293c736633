//! The access log: one line per answer, as uvicorn writes it.

use http::{Request, StatusCode};

use super::banner::{self, Level};
use crate::http::one_line;
use crate::request::Client;

/// Writes the lines of one connection.
#[derive(Debug)]
pub(super) struct AccessLog {
    client: Client,
}

impl AccessLog {
    pub(super) fn new(client: Client) -> Self {
        Self { client }
    }

    /// What is known before the answer: `127.0.0.1:50000 - "GET /items?q=x HTTP/1.1"`.
    ///
    /// The target is still percent-encoded, so nothing in it can forge a line; what is not, though it should be, is
    /// escaped.
    pub(super) fn line<B>(&self, request: &Request<B>) -> Line {
        Line(format!(
            "{} - \"{} {} {:?}\"",
            self.client,
            request.method(),
            one_line(&request.uri().to_string()),
            request.version()
        ))
    }
}

/// A line that lacks the status.
#[derive(Debug)]
pub(super) struct Line(String);

impl Line {
    pub(super) fn write(&self, status: StatusCode) {
        banner::log(Level::Info, format_args!("{} {status}", self.0));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn looks_as_uvicorn_does() {
        let request = Request::get("/a%0Ab?q=%20").body(()).unwrap();
        let client = Client::Ip("10.0.0.1:5000".parse().unwrap());
        assert_eq!(
            AccessLog::new(client).line(&request).0,
            "10.0.0.1:5000 - \"GET /a%0Ab?q=%20 HTTP/1.1\""
        );
    }
}
