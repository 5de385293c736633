//! [`Document`]: what the document says, checked when the app is built, and written when somebody asks for it.

use std::sync::{Mutex, OnceLock, PoisonError};

use bytes::Bytes;
use http::Method;
use serde_json::{Map, Value};

use crate::model::Schemas;

use super::check::Check;
use super::operation::operation;
use super::written::Written;
use super::{DocumentSpec, OperationSpec, ids, lift, security};

/// The OpenAPI document. A program with hundreds of routes starts in half the time when nobody waits for it.
#[derive(Debug, Default)]
pub(crate) struct Document {
    /// What it is made of, until it is written.
    parts: Mutex<Option<Parts>>,
    written: OnceLock<Written>,
}

/// A change of the finished document by hand.
pub(crate) type Change = Box<dyn FnOnce(&mut Value) + Send>;

/// What a document is made of; there is nothing wrong with it.
#[derive(Debug)]
struct Parts {
    spec: DocumentSpec,
    operations: Vec<OperationSpec>,
    webhooks: Vec<OperationSpec>,
    security: Map<String, Value>,
}

/// The document of these operations, or everything that is wrong with them.
///
/// # Errors
/// Patterns that are no regular expressions, and operation ids given twice.
pub(crate) fn document(
    spec: DocumentSpec,
    operations: Vec<OperationSpec>,
    webhooks: Vec<OperationSpec>,
) -> Result<Document, Vec<String>> {
    let mut problems = duplicate_ids(&operations);
    let (security, conflicts) = security::schemes(operations.iter().chain(&webhooks));
    problems.extend(conflicts);
    let mut check = Check::new(spec.separate_input_output_schemas);
    for spec in operations.iter().chain(&webhooks) {
        // Hidden ones too: they are served all the same.
        let found = check.problems(spec);
        problems.extend(found.iter().map(|problem| format!("{}: {problem}", describe(spec))));
    }
    if !problems.is_empty() {
        return Err(problems);
    }
    let parts = Parts {
        spec,
        operations,
        webhooks,
        security,
    };
    Ok(Document {
        parts: Mutex::new(Some(parts)),
        written: OnceLock::new(),
    })
}

/// The path items of these operations.
fn items(operations: &[OperationSpec], schemas: &mut Schemas) -> lift::Items {
    let mut items: lift::Items = Vec::new();
    for spec in operations {
        // What hidden ones refer to is a component all the same.
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

impl Parts {
    fn value(self) -> Value {
        let mut schemas = Schemas::with_separate(self.spec.separate_input_output_schemas);
        let items = items(&self.operations, &mut schemas);
        let webhooks = self::items(&self.webhooks, &mut schemas);
        let mut value = lift::document(&self.spec, items, webhooks);
        insert_components(&mut value, schemas, self.security);
        value
    }
}

impl Document {
    /// The document after these changes, made in order.
    pub(crate) fn modified(self, changes: Vec<Change>) -> Self {
        if changes.is_empty() {
            return self;
        }
        let mut value = self.written().value().clone();
        changes.into_iter().for_each(|change| change(&mut value));
        Self {
            parts: Mutex::default(),
            written: Written::new(value).into(),
        }
    }

    /// A document that was made of nothing says nothing: it is that of an app which is not going to be served.
    fn written(&self) -> &Written {
        self.written.get_or_init(|| {
            let parts = self.parts.lock().unwrap_or_else(PoisonError::into_inner).take();
            parts.map_or_else(Written::default, |parts| Written::new(parts.value()))
        })
    }

    /// The document as a value, without the prefix of any proxy.
    pub(crate) fn value(&self) -> &Value {
        self.written().value()
    }

    /// The document as JSON, with `root_path` as its first server, unless it is empty or listed already.
    pub(crate) fn with_root_path(&self, root_path: &str) -> Bytes {
        self.written().with_root_path(root_path)
    }
}
