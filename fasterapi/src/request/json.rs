//! JSON in a body, and what is told of text that is none.

mod mistake;

use serde_json::{Map, Value};

use self::mistake::first_mistake;
use crate::http::ErrorDetail;

/// Why a body is not JSON.
#[derive(Debug)]
pub(crate) enum NotJson {
    /// It is not UTF-8.
    NotText,
    /// It breaks the grammar: FastAPI's `json_invalid`.
    Syntax(Box<ErrorDetail>),
}

/// JSON text as a value, a byte order mark in front of it or not.
pub(crate) fn parse_json(bytes: &[u8]) -> Result<Value, NotJson> {
    let text = std::str::from_utf8(bytes).map_err(|_| NotJson::NotText)?;
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    serde_json::from_str(text).map_err(|error| {
        let (at, reason) = match first_mistake(text) {
            Some(mistake) => (mistake.at, mistake.reason.to_owned()),
            None => (offset(text, &error), reason(&error)),
        };
        let mut ctx = Map::new();
        ctx.insert("error".to_owned(), Value::String(reason));
        NotJson::Syntax(Box::new(ErrorDetail {
            kind: "json_invalid".into(),
            loc: vec!["body".into(), at.into()],
            msg: "JSON decode error".into(),
            input: Value::Object(Map::new()),
            ctx: Some(ctx),
        }))
    })
}

/// The parser's words without the position, which `loc` gives.
fn reason(error: &serde_json::Error) -> String {
    let text = error.to_string();
    text.split(" at line ").next().unwrap_or_default().to_owned()
}

/// Where in the text the error is, in characters from its start.
fn offset(text: &str, error: &serde_json::Error) -> usize {
    let bytes = text.as_bytes();
    let line_start = match error.line() {
        0 | 1 => 0,
        line => memchr::memchr_iter(b'\n', bytes)
            .nth(line - 2)
            .map_or(0, |newline| newline + 1),
    };
    let end = (line_start + error.column().saturating_sub(1)).min(bytes.len());
    String::from_utf8_lossy(&bytes[..end]).chars().count()
}
