//! [`Url`]: the address a request was sent to, or one made by `url_for`.

use std::fmt;

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

    /// The path, percent-encoded.
    pub fn path(&self) -> &str {
        &self.path
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
