//! Mutual TLS: a certificate of the client's, which the proxy in front checks.

use std::borrow::Cow;

use serde_json::{Value, json};

use super::SecurityScheme;
use super::authorization::not_authenticated;
use super::scheme::{Common, common};
use crate::http::HttpError;
use crate::request::Request;

/// Mutual TLS, for the document alone: whoever ends TLS checks the client's certificate, and no request without one
/// gets here. The credentials are `()`.
#[derive(Debug, Clone, Default)]
pub struct MutualTls {
    common: Common,
}

impl MutualTls {
    /// The scheme.
    pub fn new() -> Self {
        Self::default()
    }

    common!();
}

impl SecurityScheme for MutualTls {
    type Credentials = ();

    fn scheme_name(&self) -> Cow<'static, str> {
        self.common.name("MutualTLS")
    }

    fn description(&self) -> Value {
        self.common.object("mutualTLS", json!({}))
    }

    fn credentials(&self, _: &Request) -> Result<Option<()>, HttpError> {
        Ok(Some(()))
    }

    fn not_authenticated(&self) -> HttpError {
        not_authenticated("Mutual")
    }
}
