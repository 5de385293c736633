//! What is wrong with a request: pydantic's error list, collected from every source.

use std::borrow::Cow;
use std::fmt;

use serde::Serialize;
use serde_json::{Map, Value};

/// One step of an error's location: a name or a list index.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(untagged)]
pub enum Loc {
    /// A source (`path query header cookie body`), a field, a dict key, or a union member's label.
    Name(Cow<'static, str>),
    /// An index into a list or tuple.
    Index(usize),
}

impl From<&'static str> for Loc {
    fn from(name: &'static str) -> Self {
        Self::Name(Cow::Borrowed(name))
    }
}

impl From<String> for Loc {
    fn from(name: String) -> Self {
        Self::Name(Cow::Owned(name))
    }
}

impl From<usize> for Loc {
    fn from(index: usize) -> Self {
        Self::Index(index)
    }
}

impl fmt::Display for Loc {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Name(name) => name.fmt(f),
            Self::Index(index) => index.fmt(f),
        }
    }
}

/// Where in the request an error is: `["body", "items", 0, "price"]`.
pub type Location = Vec<Loc>;

/// One validation error, in the order and with the names FastAPI writes it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ErrorDetail {
    /// pydantic's error type, such as `int_parsing` (`VERR-03`).
    #[serde(rename = "type")]
    pub kind: Cow<'static, str>,
    /// Where the value came from, then the path to it.
    pub loc: Location,
    /// The sentence for people.
    pub msg: Cow<'static, str>,
    /// The offending value as received; `null` for a missing parameter.
    pub input: Value,
    /// The values the sentence was made of, when there are any.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ctx: Option<Map<String, Value>>,
}

/// Every error found in one request; empty costs nothing.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Errors(Vec<ErrorDetail>);

impl Errors {
    /// No errors yet; does not allocate.
    pub const fn new() -> Self {
        Self(Vec::new())
    }

    /// Adds one error.
    pub fn push(&mut self, error: ErrorDetail) {
        self.0.push(error);
    }

    /// Moves all of `other` behind the errors already here.
    pub fn append(&mut self, mut other: Self) {
        self.0.append(&mut other.0);
    }

    /// Whether nothing is wrong.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// How many errors there are.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// The errors in order.
    pub fn as_slice(&self) -> &[ErrorDetail] {
        &self.0
    }

    /// Puts the errors from index `start` on into FastAPI's order of sources (`VERR-10`): path, query, header,
    /// cookie, body; within one source the order stays.
    pub(crate) fn order_by_source(&mut self, start: usize) {
        fn rank(error: &ErrorDetail) -> usize {
            let Some(Loc::Name(source)) = error.loc.first() else {
                return 5;
            };
            ["path", "query", "header", "cookie", "body"]
                .iter()
                .position(|s| s == source)
                .unwrap_or(5)
        }
        self.0[start..].sort_by_key(rank);
    }
}
