//! The recorded answers: what one file of `fixtures/` holds.
//!
//! Unknown keys are refused, so that a fixture that asks for more than the judge can do is never half judged.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Deserializer};
use serde_json::Value;
use serde_json::value::RawValue;

use crate::exchange::Step;

/// The recording of one app.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Fixture {
    /// The app's name.
    pub app: String,
    /// What the app shows.
    pub feature: String,
    /// The FastAPI that answered.
    pub fastapi_version: String,
    /// The pydantic that validated.
    pub pydantic_version: String,
    /// Where the document is served; `None`: nowhere, and `openapi` is what the app makes of itself.
    pub openapi_url: Option<String>,
    /// The scheme the document was fetched with, when not `http`.
    pub openapi_scheme: Option<Scheme>,
    /// The document.
    pub openapi: Value,
    /// How long the recording waited before each request, for work in the background.
    #[serde(default)]
    pub settle_ms: u64,
    /// The prefix the server was started with.
    pub server_root_path: Option<String>,
    /// How the prefix reached the app.
    pub server_root_path_style: Option<RootPathStyle>,
    /// The requests and their answers, in order.
    pub cases: Vec<Case>,
    /// What the app had noted when it had ended.
    pub after_shutdown: Option<Vec<String>>,
}

/// How a recording's `server_root_path` reached the app.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum RootPathStyle {
    /// The path does not hold the prefix.
    Testclient,
    /// The server puts the prefix that a proxy stripped back in front of the path.
    Uvicorn,
}

/// One request and its answer.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Case {
    /// Its name, unique in the fixture.
    pub name: String,
    /// What was sent.
    pub request: RecordedRequest,
    /// What came back.
    #[serde(default)]
    pub response: RecordedResponse,
    /// What both sides of a WebSocket said, instead of an answer.
    pub exchange: Option<Vec<Step>>,
    /// What was replaced by `<volatile>`.
    #[serde(default)]
    pub mask: Vec<String>,
}

/// `http` or `https`.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Scheme {
    /// Plain.
    #[default]
    Http,
    /// As a proxy that ends TLS tells it, with `X-Forwarded-Proto`.
    Https,
}

/// A request as it was sent.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RecordedRequest {
    /// The method.
    pub method: String,
    /// Path and query, still percent-encoded.
    pub path: String,
    /// All headers except `Host` and `Content-Length`.
    #[serde(default)]
    pub headers: BTreeMap<String, OneOrMany>,
    /// The scheme.
    #[serde(default)]
    pub scheme: Scheme,
    /// A JSON body, digit by digit as recorded.
    #[serde(default, deserialize_with = "present")]
    pub body_json: Option<Box<RawValue>>,
    /// A body as text.
    pub body_text: Option<String>,
    /// A body in base64.
    pub body_base64: Option<String>,
    /// A URL-encoded form.
    pub form: Option<Vec<(String, String)>>,
    /// A multipart form.
    pub multipart: Option<Vec<Part>>,
    /// The subprotocols that a WebSocket offers.
    #[serde(default)]
    pub subprotocols: Vec<String>,
}

/// One part of a multipart form.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Part {
    /// The field's name.
    pub name: String,
    /// The file's name; `None`: a plain field.
    pub filename: Option<String>,
    /// The part's own content type.
    pub content_type: Option<String>,
    /// The content as text.
    pub text: Option<String>,
    /// The content in base64.
    pub base64: Option<String>,
}

/// An answer as it was received.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RecordedResponse {
    /// The status code.
    pub status: u16,
    /// Headers by lower case name.
    #[serde(default)]
    pub headers: BTreeMap<String, OneOrMany>,
    /// A JSON body.
    #[serde(default, deserialize_with = "present")]
    pub body_json: Option<Value>,
    /// A body as text.
    pub body_text: Option<String>,
    /// A body in base64.
    pub body_base64: Option<String>,
    /// The content coding that was undone before the body was recorded.
    pub decoded: Option<Coding>,
    /// The body was not recorded.
    #[serde(default)]
    pub body_omitted: bool,
    /// The exception that the server logged.
    pub raises: Option<String>,
}

/// A content coding.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Coding {
    /// gzip.
    Gzip,
}

/// The values of one header.
#[derive(Debug, Clone, Deserialize)]
#[serde(untagged)]
pub enum OneOrMany {
    /// Sent once.
    One(String),
    /// Repeated.
    Many(Vec<String>),
}

impl OneOrMany {
    /// All values in order.
    pub fn values(&self) -> &[String] {
        match self {
            Self::One(value) => std::slice::from_ref(value),
            Self::Many(values) => values,
        }
    }
}

impl Fixture {
    /// The fixture of `app`.
    ///
    /// # Errors
    /// When there is none, or it holds what the judge does not know.
    pub fn load(app: &str) -> Result<Self, String> {
        let path = directory().join(format!("{app}.json"));
        let text = std::fs::read_to_string(&path).map_err(|error| format!("{}: {error}", path.display()))?;
        serde_json::from_str(&text).map_err(|error| format!("{}: {error}", path.display()))
    }
}

fn directory() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures")
}

/// A key that is there holds a value, `null` too: plain `Option` would call `null` absent.
fn present<'de, D: Deserializer<'de>, T: Deserialize<'de>>(deserializer: D) -> Result<Option<T>, D::Error> {
    T::deserialize(deserializer).map(Some)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_recorded_null_is_a_body() {
        let response: RecordedResponse = serde_json::from_str(r#"{"status": 200, "body_json": null}"#).unwrap();
        assert_eq!(response.body_json, Some(Value::Null));
        let response: RecordedResponse = serde_json::from_str(r#"{"status": 200}"#).unwrap();
        assert_eq!(response.body_json, None);
    }

    #[test]
    fn an_unknown_kind_of_body_is_refused() {
        let request = serde_json::from_str::<RecordedRequest>(r#"{"method": "GET", "path": "/", "smoke": "signals"}"#);
        assert!(request.unwrap_err().to_string().contains("smoke"));
    }
}
