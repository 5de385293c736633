//! [`Document`]: the finished document, kept as the bytes that are served.

use std::sync::{Mutex, PoisonError};

use bytes::Bytes;
use http::Method;
use serde_json::{Map, Value, json};

use crate::model::Schemas;

use super::operation::operation;
use super::{DocumentSpec, OperationSpec, ids, lift, security};

/// The OpenAPI document as a value and as JSON.
#[derive(Debug)]
pub(crate) struct Document {
    value: Value,
    json: Bytes,
    /// Where in `json` one more server goes.
    seam: Seam,
    /// The last prefix asked for, and the document with it: behind one proxy it is always the same.
    prefixed: Mutex<Option<(String, Bytes)>>,
}

/// A change of the finished document by hand.
pub(crate) type Change = Box<dyn FnOnce(&mut Value) + Send>;

#[derive(Debug, Clone, Copy)]
enum Seam {
    /// Behind `"servers":[`.
    Servers(usize),
    /// Before the closing brace, as there are no servers yet.
    End(usize),
}

/// The document of these operations, or everything that is wrong with them.
///
/// # Errors
/// Patterns that are no regular expressions, and operation ids given twice.
pub(crate) fn document(
    spec: &DocumentSpec,
    operations: &[OperationSpec],
    webhooks: &[OperationSpec],
) -> Result<Document, Vec<String>> {
    let mut schemas = Schemas::with_separate(spec.separate_input_output_schemas);
    let mut problems = duplicate_ids(operations);
    let (security, conflicts) = security::schemes(operations.iter().chain(webhooks));
    problems.extend(conflicts);
    let items = items(operations, &mut schemas, &mut problems);
    let webhooks = self::items(webhooks, &mut schemas, &mut problems);
    if !problems.is_empty() {
        return Err(problems);
    }
    let mut value = lift::document(spec, items, webhooks);
    insert_components(&mut value, schemas, security);
    Ok(Document::new(value))
}

/// The path items of these operations.
fn items(operations: &[OperationSpec], schemas: &mut Schemas, problems: &mut Vec<String>) -> lift::Items {
    let mut items: lift::Items = Vec::new();
    for spec in operations {
        // Hidden ones are described too, for the problems they have.
        let operation = operation(spec, schemas);
        let shown = spec
            .attributes
            .methods
            .iter()
            .filter(|_| spec.attributes.inherited.include_in_schema);
        for method in shown {
            let mut operation = operation.clone();
            if matches!(*method, Method::OPTIONS | Method::TRACE) {
                operation.request_body = None;
            }
            let path = ids::path_format(&spec.path);
            let at = items.iter().position(|(known, _)| *known == path).unwrap_or_else(|| {
                items.push((path, Vec::new()));
                items.len() - 1
            });
            let item = &mut items[at].1;
            match item.iter_mut().find(|(known, _)| known == method) {
                Some(known) => known.1 = operation,
                None => item.push((method.clone(), operation)),
            }
        }
        let place = describe(spec);
        problems.extend(
            schemas
                .take_problems()
                .into_iter()
                .map(|problem| format!("{place}: {problem}")),
        );
    }
    items
}

/// `GET /items (app::read_items, src/main.rs:12)`.
fn describe(spec: &OperationSpec) -> String {
    let methods: Vec<&str> = spec.attributes.methods.iter().map(Method::as_str).collect();
    let (module, file, line) = spec.attributes.location;
    format!(
        "{} {} ({module}::{}, {file}:{line})",
        methods.join("/"),
        spec.path,
        spec.attributes.name
    )
}

/// Ids that were written down and are not the only ones of their kind.
fn duplicate_ids(operations: &[OperationSpec]) -> Vec<String> {
    let shown: Vec<&OperationSpec> = operations
        .iter()
        .filter(|spec| spec.attributes.inherited.include_in_schema)
        .collect();
    let mut problems = Vec::new();
    for (number, spec) in shown.iter().enumerate() {
        let Some(id) = &spec.attributes.operation_id else {
            continue;
        };
        let other = |other: &&&OperationSpec| other.attributes.operation_id.as_ref() == Some(id);
        if let Some(first) = shown[..number].iter().find(other) {
            problems.push(format!(
                "operation id `{id}` is used twice: by {} and by {}; give one of them another `operation_id`",
                describe(first),
                describe(spec)
            ));
        }
    }
    problems
}

/// Puts the components behind the paths, if anything refers to any.
fn insert_components(document: &mut Value, schemas: Schemas, security: Map<String, Value>) {
    let parts = [("schemas", schemas.finish(document)), ("securitySchemes", security)];
    let parts = parts.into_iter().filter(|(_, part)| !part.is_empty());
    let components: Map<String, Value> = parts.map(|(name, part)| (name.to_owned(), part.into())).collect();
    if let (false, Value::Object(document)) = (components.is_empty(), document) {
        let tail = ["tags", "externalDocs"].map(|key| document.shift_remove_entry(key));
        document.insert("components".to_owned(), components.into());
        document.extend(tail.into_iter().flatten());
    }
}

impl Default for Document {
    /// A document that says nothing, for an app that is not going to be served.
    fn default() -> Self {
        Self::new(json!({}))
    }
}

impl Document {
    fn new(value: Value) -> Self {
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

    /// The document after these changes, made in order.
    pub(crate) fn modified(self, changes: Vec<Change>) -> Self {
        if changes.is_empty() {
            return self;
        }
        let mut value = self.value;
        changes.into_iter().for_each(|change| change(&mut value));
        Self::new(value)
    }

    /// The document as a value, without the prefix of any proxy.
    pub(crate) fn value(&self) -> &Value {
        &self.value
    }

    /// The document as JSON, without the prefix of any proxy.
    pub(crate) fn json(&self) -> &Bytes {
        &self.json
    }

    /// The document with `root_path` as its first server, unless it is empty or listed already. A server added to a
    /// document without any comes last, as FastAPI has it.
    pub(crate) fn with_root_path(&self, root_path: &str) -> Bytes {
        let root_path = root_path.trim_end_matches('/');
        if root_path.is_empty() || self.lists(root_path) {
            return self.json().clone();
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
