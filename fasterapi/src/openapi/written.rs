//! [`Written`]: the finished document, kept as the bytes that are served.

use std::sync::{Mutex, PoisonError};

use bytes::Bytes;
use serde_json::{Value, json};

/// The OpenAPI document as a value and as JSON.
#[derive(Debug)]
pub(super) struct Written {
    value: Value,
    json: Bytes,
    /// Where in `json` one more server goes.
    seam: Seam,
    /// The last prefix asked for, and the document with it: behind one proxy it is always the same.
    prefixed: Mutex<Option<(String, Bytes)>>,
}

#[derive(Debug, Clone, Copy)]
enum Seam {
    /// Behind `"servers":[`.
    Servers(usize),
    /// Before the closing brace, as there are no servers yet.
    End(usize),
}

impl Default for Written {
    /// A document that says nothing.
    fn default() -> Self {
        Self::new(json!({}))
    }
}

impl Written {
    pub(super) fn new(value: Value) -> Self {
        let mut json = Vec::with_capacity(4096);
        let mut seam = None;
        json.push(b'{');
        for (key, member) in value.as_object().into_iter().flatten() {
            if json.len() > 1 {
                json.push(b',');
            }
            json.extend_from_slice(Value::from(key.as_str()).to_string().as_bytes());
            json.push(b':');
            if key == "servers" {
                seam = Some(Seam::Servers(json.len() + 1));
            }
            json.extend_from_slice(member.to_string().as_bytes());
        }
        let seam = seam.unwrap_or(Seam::End(json.len()));
        json.push(b'}');
        Self {
            value,
            json: json.into(),
            seam,
            prefixed: Mutex::new(None),
        }
    }

    /// The document as a value, without the prefix of any proxy.
    pub(super) fn value(&self) -> &Value {
        &self.value
    }

    /// The document with `root_path` as its first server, unless it is empty or listed already. A server added to a
    /// document without any comes last, as FastAPI has it.
    pub(super) fn with_root_path(&self, root_path: &str) -> Bytes {
        let root_path = root_path.trim_end_matches('/');
        if root_path.is_empty() || self.lists(root_path) {
            return self.json.clone();
        }
        let mut prefixed = self.prefixed.lock().unwrap_or_else(PoisonError::into_inner);
        match &*prefixed {
            Some((known, json)) if known == root_path => json.clone(),
            _ => {
                let json = self.splice(root_path);
                *prefixed = Some((root_path.to_owned(), json.clone()));
                json
            }
        }
    }

    fn lists(&self, url: &str) -> bool {
        let servers = self.value.get("servers").and_then(Value::as_array);
        servers.is_some_and(|servers| servers.iter().any(|server| server.get("url") == Some(&url.into())))
    }

    fn splice(&self, root_path: &str) -> Bytes {
        let server = json!({ "url": root_path });
        let (at, text) = match self.seam {
            Seam::Servers(at) => (at, format!("{server},")),
            Seam::End(at) => (at, format!(",\"servers\":[{server}]")),
        };
        [&self.json[..at], text.as_bytes(), &self.json[at..]].concat().into()
    }
}
