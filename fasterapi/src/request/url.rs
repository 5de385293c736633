//! [`Url`]: the address a request was sent to, or one made by `url_for`.

use std::fmt;

use crate::http::Host;

/// An absolute address: scheme, authority, path and query, as the client sees them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Url {
    scheme: &'static str,
    authority: String,
    path: String,
    query: Option<String>,
}

impl Url {
    pub(crate) fn new(scheme: &'static str, authority: String, path: String, query: Option<String>) -> Self {
        Self {
            scheme,
            authority,
            path,
            query,
        }
    }

    /// `http` or `https`.
    pub fn scheme(&self) -> &str {
        self.scheme
    }

    /// Host and port as the client wrote them.
    pub fn authority(&self) -> &str {
        &self.authority
    }

    /// The host without its port, in lower case; an IPv6 address without brackets.
    pub fn hostname(&self) -> Option<String> {
        let name = Host::parse(&self.authority)?.name;
        Some(name.trim_matches(['[', ']']).to_ascii_lowercase())
    }

    /// The port, where the client wrote one.
    pub fn port(&self) -> Option<u16> {
        Host::parse(&self.authority)?.port
    }

    /// Whether the scheme is `https`.
    pub fn is_secure(&self) -> bool {
        matches!(self.scheme, "https" | "wss")
    }

    /// The path, percent-encoded.
    pub fn path(&self) -> &str {
        &self.path
    }

    /// With another authority: a host, and perhaps a port.
    #[must_use]
    pub fn with_authority(mut self, authority: impl Into<String>) -> Self {
        self.authority = authority.into();
        self
    }

    /// With another path, which is percent-encoded and starts with `/`.
    #[must_use]
    pub fn with_path(mut self, path: impl Into<String>) -> Self {
        self.path = path.into();
        self
    }

    /// With another query string, encoded and without `?`, or without one.
    #[must_use]
    pub fn with_query(mut self, query: Option<String>) -> Self {
        self.query = query;
        self
    }

    /// The address of `path` below this one: what `/items/5` of an app is below its
    /// [`base_url`](crate::Request::base_url).
    #[must_use]
    pub fn join(&self, path: &str) -> Self {
        let below = format!("{}/{}", self.path.trim_end_matches('/'), path.trim_start_matches('/'));
        Self::new(self.scheme, self.authority.clone(), below, None)
    }

    /// The query string, without `?`.
    pub fn query(&self) -> Option<&str> {
        self.query.as_deref()
    }
}

impl fmt::Display for Url {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}://{}{}", self.scheme, self.authority, self.path)?;
        match &self.query {
            Some(query) => write!(f, "?{query}"),
            None => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_has_parts() {
        let url = |authority: &str| Url::new("https", authority.to_owned(), "/".to_owned(), None);
        let parts = |authority: &str| (url(authority).hostname(), url(authority).port());
        assert_eq!(parts("API.example:8443"), (Some("api.example".into()), Some(8443)));
        assert_eq!(parts("[2001:DB8::1]"), (Some("2001:db8::1".into()), None));
        assert!(url("a").is_secure());
    }

    #[test]
    fn parts_are_replaced() {
        let base = Url::new("https", "a:8443".to_owned(), "/api/".to_owned(), Some("x=1".to_owned()));
        assert_eq!(base.join("/items/5").to_string(), "https://a:8443/api/items/5");
        let other = base.with_authority("b").with_path("/p").with_query(None);
        assert_eq!(other.to_string(), "https://b/p");
    }
}
