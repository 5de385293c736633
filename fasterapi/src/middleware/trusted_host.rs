//! [`TrustedHost`]: answers only requests for hosts that are listed.

use std::fmt;
use std::ops::ControlFlow;

use super::Hook;
use crate::http::{Host, is_port_of};
use crate::request::{Request, Url};
use crate::response::{Redirect, Respond, Responder, Response};
use crate::routing::invalid_host;

/// Answers only requests whose `Host` is one of these names; others get 400 `Invalid host header`.
///
/// Ports do not count, nor do upper and lower case. Two `Host` lines are always refused.
///
/// ```
/// use fasterapi::App;
/// use fasterapi::middleware::TrustedHost;
///
/// # fn main() -> fasterapi::Result<()> {
/// let app = App::new().middleware(TrustedHost::new(["api.example.com", "*.example.com"])?);
/// # let _ = app;
/// # Ok(())
/// # }
/// ```
#[derive(Debug, Clone)]
pub struct TrustedHost {
    patterns: Vec<Pattern>,
    any: bool,
    www_redirect: bool,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Pattern {
    /// This name.
    Exact(String),
    /// Names that end with this, which begins with a dot.
    Below(String),
}

impl TrustedHost {
    /// Trusts these names: `app.example`, `*.app.example` for all names below it, `[::1]`, or `*` for every name.
    ///
    /// # Errors
    /// An entry is none of these: a `*` elsewhere, a port, a scheme, an IPv6 address without brackets.
    pub fn new<T: AsRef<str>>(hosts: impl IntoIterator<Item = T>) -> Result<Self, HostPatternError> {
        let mut trusted = Self {
            patterns: Vec::new(),
            any: false,
            www_redirect: true,
        };
        for host in hosts {
            match host.as_ref() {
                "*" => trusted.any = true,
                text => trusted.patterns.push(Pattern::parse(text)?),
            }
        }
        Ok(trusted)
    }

    /// Whether a request for `app.example` is sent to `www.app.example` when only that one is listed; true by default.
    #[must_use]
    pub fn www_redirect(mut self, redirect: bool) -> Self {
        self.www_redirect = redirect;
        self
    }

    /// Whether a line of `Host` is one of the names letter by letter, perhaps with a port: most are, and need not be read.
    #[inline]
    fn lists(&self, line: &[u8]) -> bool {
        self.patterns.iter().any(|pattern| {
            matches!(pattern, Pattern::Exact(exact) if line.strip_prefix(exact.as_bytes()).is_some_and(is_port_of))
        })
    }

    fn has_www(&self, name: &str) -> bool {
        self.patterns.iter().any(|pattern| {
            matches!(pattern, Pattern::Exact(exact)
                if exact.strip_prefix("www.").is_some_and(|rest| rest.eq_ignore_ascii_case(name)))
        })
    }
}

impl Pattern {
    fn parse(text: &str) -> Result<Self, HostPatternError> {
        let error = |problem| HostPatternError {
            pattern: text.to_owned(),
            problem,
        };
        let name = text.strip_prefix("*.").unwrap_or(text);
        if name.contains('*') {
            return Err(error("a * stands alone or before a dot, as in \"*.example.com\""));
        }
        match Host::parse(name) {
            Some(Host { port: Some(_), .. }) => Err(error("ports do not count; leave it out")),
            Some(_) if name.len() == text.len() => Ok(Self::Exact(text.to_ascii_lowercase())),
            Some(_) => Ok(Self::Below(text[1..].to_ascii_lowercase())),
            None if name.parse::<std::net::Ipv6Addr>().is_ok() => {
                Err(error("write an IPv6 address in brackets, as in \"[::1]\""))
            }
            None => Err(error("it is not the name of a host")),
        }
    }

    fn matches(&self, name: &str) -> bool {
        match self {
            Self::Exact(exact) => exact.eq_ignore_ascii_case(name),
            Self::Below(suffix) => {
                let start = name.len().checked_sub(suffix.len()).filter(|&start| start > 0);
                start.is_some_and(|start| name.as_bytes()[start..].eq_ignore_ascii_case(suffix.as_bytes()))
            }
        }
    }
}

impl Hook for TrustedHost {
    type Kept = ();
    const AFTER: bool = false;

    fn before(&self, request: &mut Request) -> ControlFlow<Response> {
        let Ok(line) = request.host_header() else {
            return ControlFlow::Break(invalid_host());
        };
        if self.any || line.is_some_and(|line| self.lists(line.as_bytes())) {
            return ControlFlow::Continue(());
        }
        let authority = line.map_or_else(
            || request.uri().authority().map(http::uri::Authority::as_str),
            |line| line.to_str().ok(),
        );
        let Some((authority, host)) = authority.and_then(|text| Some((text, Host::parse(text)?))) else {
            return ControlFlow::Break(invalid_host());
        };
        if self.patterns.iter().any(|pattern| pattern.matches(host.name)) {
            return ControlFlow::Continue(());
        }
        if !(self.www_redirect && self.has_www(host.name)) {
            return ControlFlow::Break(invalid_host());
        }
        let url = Url::new(
            request.wire_scheme(),
            format!("www.{authority}"),
            request.outer_path().into_owned(),
            request.uri().query().map(str::to_owned),
        );
        ControlFlow::Break(Redirect::to(url.to_string()).respond(Respond::default()))
    }
}

/// An entry of [`TrustedHost::new`] that matches no host.
#[derive(Clone, PartialEq, Eq)]
pub struct HostPatternError {
    pattern: String,
    problem: &'static str,
}

impl fmt::Display for HostPatternError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "cannot trust the host {:?}: {}", self.pattern, self.problem)
    }
}

/// The same text as [`Display`](fmt::Display): it is what `main` prints when it returns the error.
impl fmt::Debug for HostPatternError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl std::error::Error for HostPatternError {}
