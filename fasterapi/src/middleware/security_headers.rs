//! [`SecurityHeaders`]: headers that make browsers more careful.

use std::ops::ControlFlow;
use std::time::Duration;

use http::header::{
    CONTENT_SECURITY_POLICY, REFERRER_POLICY, STRICT_TRANSPORT_SECURITY, X_CONTENT_TYPE_OPTIONS, X_FRAME_OPTIONS,
};
use http::{HeaderName, HeaderValue};

use super::IntoMiddleware;
use super::chain::{Middleware, ReadyMade};
use super::hook::Hook;
use crate::request::Request;
use crate::response::Response;

/// Adds headers that make browsers more careful, where the answer does not have them already.
///
/// `X-Content-Type-Options: nosniff`, `X-Frame-Options: DENY` and `Referrer-Policy: no-referrer` from the start; the docs
/// pages work with them.
///
/// ```
/// use std::time::Duration;
///
/// use fasterapi::App;
/// use fasterapi::middleware::SecurityHeaders;
///
/// let headers = SecurityHeaders::new()
///     .content_security_policy("default-src 'self'")
///     .strict_transport_security(Duration::from_secs(365 * 24 * 60 * 60));
/// let app = App::new().middleware(headers).build().unwrap();
/// ```
#[derive(Debug, Clone)]
#[must_use]
pub struct SecurityHeaders {
    headers: Vec<(HeaderName, String)>,
    hsts: Option<String>,
}

impl Default for SecurityHeaders {
    fn default() -> Self {
        Self::new()
    }
}

impl SecurityHeaders {
    /// The three that suit every API.
    pub fn new() -> Self {
        let headers = [
            (X_CONTENT_TYPE_OPTIONS, "nosniff"),
            (X_FRAME_OPTIONS, "DENY"),
            (REFERRER_POLICY, "no-referrer"),
        ];
        Self {
            headers: headers.map(|(name, value)| (name, value.to_owned())).into(),
            hsts: None,
        }
    }

    /// `Content-Security-Policy`; none by default. The docs pages need `default-src 'self'`, and no more.
    pub fn content_security_policy(self, policy: impl Into<String>) -> Self {
        self.header(CONTENT_SECURITY_POLICY, policy)
    }

    /// `Strict-Transport-Security` in answers over HTTPS, for so long, in whole seconds; none by default. Browsers
    /// remember it: the host must then speak HTTPS as long.
    pub fn strict_transport_security(mut self, max_age: Duration) -> Self {
        self.hsts = Some(format!("max-age={}", max_age.as_secs()));
        self
    }

    /// Any other header, or another value for one of these.
    pub fn header(mut self, name: HeaderName, value: impl Into<String>) -> Self {
        self = self.without(&name);
        self.headers.push((name, value.into()));
        self
    }

    /// Leaves one out.
    pub fn without(mut self, name: &HeaderName) -> Self {
        self.headers.retain(|(known, _)| known != name);
        self
    }
}

impl IntoMiddleware<ReadyMade> for SecurityHeaders {
    fn into_middleware(self) -> Result<Middleware, String> {
        let value = |name: &HeaderName, value: &str| {
            HeaderValue::from_str(value).map_err(|_| format!("SecurityHeaders: {value:?} is no value for {name}"))
        };
        let headers = self.headers.iter();
        let hsts = self.hsts.as_deref();
        Ok(Middleware::hook(Careful {
            headers: headers
                .map(|(name, text)| Ok((name.clone(), value(name, text)?)))
                .collect::<Result<_, String>>()?,
            hsts: hsts.map(|text| value(&STRICT_TRANSPORT_SECURITY, text)).transpose()?,
        }))
    }
}

struct Careful {
    headers: Vec<(HeaderName, HeaderValue)>,
    hsts: Option<HeaderValue>,
}

impl Hook for Careful {
    /// Whether the client used HTTPS.
    type Kept = bool;

    fn before(&self, request: &mut Request) -> ControlFlow<Response, bool> {
        ControlFlow::Continue(request.scheme() == "https")
    }

    fn after(&self, https: bool, response: &mut Response) {
        for (name, value) in &self.headers {
            response.headers.entry(name).or_insert_with(|| value.clone());
        }
        if let Some(value) = self.hsts.as_ref().filter(|_| https) {
            let entry = response.headers.entry(STRICT_TRANSPORT_SECURITY);
            entry.or_insert_with(|| value.clone());
        }
    }
}
