//! What a port answered.

use std::io::Read;

use flate2::read::GzDecoder;
use serde_json::Value;

/// An answer, read to its end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// The status code.
    pub status: u16,
    /// Headers in order, names in lower case.
    pub headers: Vec<(String, String)>,
    /// The body.
    pub body: Vec<u8>,
    /// The body broke off.
    pub broken: bool,
}

impl Answer {
    /// All values of a header.
    pub fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.headers
            .iter()
            .filter(move |(key, _)| key == name)
            .map(|(_, value)| value.as_str())
    }

    /// The first value of a header.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers
            .iter()
            .find(|(key, _)| key == name)
            .map(|(_, value)| value.as_str())
    }

    /// The same answer, the gzip of its body undone; what is no gzip has no body then.
    pub fn gunzipped(&self) -> Self {
        let mut body = Vec::new();
        if GzDecoder::new(self.body.as_slice()).read_to_end(&mut body).is_err() {
            body.clear();
        }
        Self { body, ..self.clone() }
    }

    /// The body as JSON.
    pub fn json(&self) -> Option<Value> {
        serde_json::from_slice(&self.body).ok()
    }
}
