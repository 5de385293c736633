//! HTTP Basic: a name and a password in the `Authorization` header.

use std::borrow::Cow;

use base64::Engine;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};
use serde_json::{Value, json};

use super::SecurityScheme;
use super::authorization::{not_authenticated, of_scheme};
use super::scheme::{Common, Text, common};
use crate::http::HttpError;
use crate::model;
use crate::request::Request;

/// Reads base64 with its padding; bits left over do not matter, as in Python.
const BASE64: GeneralPurpose = GeneralPurpose::new(
    &base64::alphabet::STANDARD,
    GeneralPurposeConfig::new()
        .with_decode_padding_mode(DecodePaddingMode::RequireCanonical)
        .with_decode_allow_trailing_bits(true),
);

/// HTTP Basic: a name and a password, which browsers ask their user for.
///
/// Compare the password with [`constant_time_eq`](super::constant_time_eq). Without credentials the answer is 401; with
/// some that cannot be read it is so even for an `Option`.
#[derive(Debug, Clone, Default)]
pub struct HttpBasic {
    realm: Option<Text>,
    common: Common,
}

/// What [`HttpBasic`] reads.
#[model]
#[derive(PartialEq, Eq)]
pub struct HttpBasicCredentials {
    /// The name.
    pub username: String,
    /// The password.
    pub password: String,
}

impl HttpBasic {
    /// Without a realm.
    pub fn new() -> Self {
        Self::default()
    }

    /// What a browser shows its user when it asks for the password.
    #[must_use]
    pub fn realm(mut self, realm: impl Into<Cow<'static, str>>) -> Self {
        self.realm = Some(realm.into());
        self
    }

    common!();
}

impl SecurityScheme for HttpBasic {
    type Credentials = HttpBasicCredentials;

    fn scheme_name(&self) -> Cow<'static, str> {
        self.common.name("HTTPBasic")
    }

    fn description(&self) -> Value {
        self.common.object("http", json!({"scheme": "basic"}))
    }

    fn credentials(&self, request: &Request) -> Result<Option<HttpBasicCredentials>, HttpError> {
        match of_scheme(request, "basic") {
            Some(encoded) => decode(&encoded).map(Some).ok_or_else(|| self.not_authenticated()),
            None => Ok(None),
        }
    }

    fn not_authenticated(&self) -> HttpError {
        match &self.realm {
            Some(realm) => not_authenticated(&format!("Basic realm=\"{}\"", quoted(realm))),
            None => not_authenticated("Basic"),
        }
    }
}

fn decode(encoded: &str) -> Option<HttpBasicCredentials> {
    let text = String::from_utf8(BASE64.decode(encoded).ok()?).ok()?;
    let (username, password) = text.split_once(':')?;
    Some(HttpBasicCredentials {
        username: username.to_owned(),
        password: password.to_owned(),
    })
}

/// What stands between the quotes of a quoted string.
fn quoted(text: &str) -> String {
    text.replace('\\', "\\\\").replace('"', "\\\"")
}
