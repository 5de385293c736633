//! OpenID Connect: where a client finds out how to log its user in.

use std::borrow::Cow;

use serde_json::{Value, json};

use super::SecurityScheme;
use super::authorization::{not_authenticated, whole};
use super::scheme::{Common, Text, common};
use crate::http::HttpError;
use crate::request::Request;

/// OpenID Connect, known by the address of its configuration.
///
/// The credentials are the whole `Authorization` header, a `String`; without one the answer is 401.
#[derive(Debug, Clone)]
pub struct OpenIdConnect {
    url: Text,
    common: Common,
}

impl OpenIdConnect {
    /// The configuration is at this address.
    pub fn new(open_id_connect_url: impl Into<Cow<'static, str>>) -> Self {
        Self {
            url: open_id_connect_url.into(),
            common: Common::default(),
        }
    }

    common!();
}

impl SecurityScheme for OpenIdConnect {
    type Credentials = String;

    fn scheme_name(&self) -> Cow<'static, str> {
        self.common.name("OpenIdConnect")
    }

    fn description(&self) -> Value {
        self.common
            .object("openIdConnect", json!({"openIdConnectUrl": self.url}))
    }

    fn credentials(&self, request: &Request) -> Result<Option<String>, HttpError> {
        Ok(whole(request).map(Cow::into_owned))
    }

    fn not_authenticated(&self) -> HttpError {
        not_authenticated("Bearer")
    }
}
