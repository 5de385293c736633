//! HTTP Bearer and Digest: a scheme and its credentials in the `Authorization` header.

use std::borrow::Cow;

use serde_json::{Value, json};

use super::SecurityScheme;
use super::authorization::{authorization, not_authenticated};
use super::scheme::{Common, Text, common};
use crate::http::HttpError;
use crate::model;
use crate::request::Request;

/// What [`HttpBearer`] and [`HttpDigest`] read.
#[model]
#[derive(PartialEq, Eq)]
pub struct HttpAuthorizationCredentials {
    /// The scheme as it was sent, such as "Bearer".
    pub scheme: String,
    /// What followed it.
    pub credentials: String,
}

/// HTTP Bearer: a token after the word "Bearer". Without one the answer is 401.
#[derive(Debug, Clone, Default)]
pub struct HttpBearer {
    format: Option<Text>,
    common: Common,
}

impl HttpBearer {
    /// Any token.
    pub fn new() -> Self {
        Self::default()
    }

    /// What the document calls the format of the token, such as "JWT".
    #[must_use]
    pub fn bearer_format(mut self, format: impl Into<Cow<'static, str>>) -> Self {
        self.format = Some(format.into());
        self
    }

    common!();
}

impl SecurityScheme for HttpBearer {
    type Credentials = HttpAuthorizationCredentials;

    fn scheme_name(&self) -> Cow<'static, str> {
        self.common.name("HTTPBearer")
    }

    fn description(&self) -> Value {
        let mut members = json!({"scheme": "bearer"});
        if let Some(format) = &self.format {
            members["bearerFormat"] = json!(format);
        }
        self.common.object("http", members)
    }

    fn credentials(&self, request: &Request) -> Result<Option<HttpAuthorizationCredentials>, HttpError> {
        Ok(of_scheme(request, "bearer"))
    }

    fn not_authenticated(&self) -> HttpError {
        not_authenticated("Bearer")
    }
}

/// HTTP Digest: what follows the word "Digest", not looked into. Without it the answer is 401.
#[derive(Debug, Clone, Default)]
pub struct HttpDigest {
    common: Common,
}

impl HttpDigest {
    /// The scheme.
    pub fn new() -> Self {
        Self::default()
    }

    common!();
}

impl SecurityScheme for HttpDigest {
    type Credentials = HttpAuthorizationCredentials;

    fn scheme_name(&self) -> Cow<'static, str> {
        self.common.name("HTTPDigest")
    }

    fn description(&self) -> Value {
        self.common.object("http", json!({"scheme": "digest"}))
    }

    fn credentials(&self, request: &Request) -> Result<Option<HttpAuthorizationCredentials>, HttpError> {
        Ok(of_scheme(request, "digest"))
    }

    fn not_authenticated(&self) -> HttpError {
        not_authenticated("Digest")
    }
}

fn of_scheme(request: &Request, wanted: &str) -> Option<HttpAuthorizationCredentials> {
    let (scheme, credentials) = authorization(request)?;
    let fits = scheme.eq_ignore_ascii_case(wanted) && !credentials.is_empty();
    fits.then(|| HttpAuthorizationCredentials {
        scheme: scheme.into_owned(),
        credentials: credentials.into_owned(),
    })
}
