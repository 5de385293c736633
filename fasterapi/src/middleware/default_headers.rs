//! [`DefaultHeaders`]: headers that the server's configuration gives every answer.

use std::ops::ControlFlow;

use http::header::{CONNECTION, CONTENT_LENGTH, SERVER, TE, TRAILER, TRANSFER_ENCODING, UPGRADE};
use http::{HeaderName, HeaderValue};

use super::hook::Hook;
use crate::request::Request;
use crate::response::Response;
use crate::server::{Config, ServerError};

/// Headers that tell where a message ends, or what becomes of the connection.
const OF_THE_CONNECTION: [HeaderName; 6] = [CONNECTION, CONTENT_LENGTH, TE, TRAILER, TRANSFER_ENCODING, UPGRADE];

/// The headers of every answer that has none of the same name.
pub(crate) struct DefaultHeaders(Vec<(HeaderName, Vec<HeaderValue>)>);

impl DefaultHeaders {
    /// Those of the configuration; `None` when it has none.
    pub(crate) fn of(config: &Config) -> Result<Option<Self>, ServerError> {
        let mut headers: Vec<(HeaderName, Vec<HeaderValue>)> = Vec::new();
        for (name, value) in &config.headers {
            let (name, value) = Self::check(name, value)
                .map_err(|expected| ServerError::new(format!("header `{name}: {value}`: expected {expected}")))?;
            match headers.iter_mut().find(|(known, _)| *known == name) {
                Some((_, values)) => values.push(value),
                None => headers.push((name, vec![value])),
            }
        }
        if config.server_header && !headers.iter().any(|(name, _)| name == SERVER) {
            headers.push((SERVER, vec![HeaderValue::from_static("fasterapi")]));
        }
        Ok((!headers.is_empty()).then_some(Self(headers)))
    }

    /// Both as what they are, or what was expected.
    pub(crate) fn check(name: &str, value: &str) -> Result<(HeaderName, HeaderValue), String> {
        let (Ok(name), Ok(value)) = (name.parse(), value.parse()) else {
            return Err("a name and a value, as in `x-robots-tag: none`".to_owned());
        };
        match OF_THE_CONNECTION.contains(&name) {
            true => Err("a header that is not of the connection or the body".to_owned()),
            false => Ok((name, value)),
        }
    }
}

impl Hook for DefaultHeaders {
    type Kept = ();

    fn before(&self, _: &mut Request) -> ControlFlow<Response, ()> {
        ControlFlow::Continue(())
    }

    fn after(&self, (): (), response: &mut Response) {
        for (name, values) in &self.0 {
            if !response.headers.contains_key(name) {
                for value in values {
                    response.headers.append(name, value.clone());
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_answer_has_stays() {
        let config = Config::new()
            .header("x-a", "1")
            .header("X-A", "2")
            .header("x-b", "3")
            .server_header(true);
        let headers = DefaultHeaders::of(&config).unwrap().unwrap();
        let mut response = Response::default();
        response.headers.insert("x-b", HeaderValue::from_static("mine"));
        headers.after((), &mut response);
        let values = |name| response.headers.get_all(name).iter().collect::<Vec<_>>();
        assert_eq!(values("x-a"), ["1", "2"]);
        assert_eq!(values("x-b"), ["mine"]);
        assert_eq!(values("server"), ["fasterapi"]);
    }

    #[test]
    fn what_is_no_header_is_an_error() {
        assert!(DefaultHeaders::of(&Config::new()).unwrap().is_none());
        let error = DefaultHeaders::of(&Config::new().header("transfer-encoding", "chunked"))
            .err()
            .unwrap();
        assert!(
            error.to_string().contains("a header that is not of the connection"),
            "{error}"
        );
    }
}
