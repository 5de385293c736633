//! The only file that knows utoipa.
//!
//! utoipa's types hold the document, but not all of it: they have no place for `info.summary`, for examples of
//! parameters, for most schemas, and they sort what FastAPI keeps in order. What they cannot hold travels in one
//! extension, [`CARRIER`], beside what they can, and [`lift`] puts it in its place in one pass over the finished JSON:
//!
//! ```json
//! {"name": "q", "in": "query", "required": false, "x-fasterapi": {"put": {"schema": {"const": 1}}}}
//! {"name": "q", "in": "query", "required": false, "schema": {"const": 1}}
//! ```
//!
//! `put` sets members, `order` says which members come first, `merge` is merged last (`openapi_extra`).

use http::Method;
use serde_json::{Map, Value, json};
use utoipa::openapi::extensions::Extensions;
use utoipa::openapi::path::{Operation as UtoipaOperation, Parameter as UtoipaParameter, ParameterIn};
use utoipa::openapi::request_body::RequestBody as UtoipaRequestBody;
use utoipa::openapi::{
    Contact, Content, Deprecated, ExternalDocs, Info, License, OpenApi, PathItem, Paths, RefOr, Required, Server, Tag,
};

use super::DocumentSpec;
use super::merge::{deep_merge, members};
use super::operation::{Callback, Operation};
use super::parameters::Parameter;
use super::request_body::RequestBody;
use crate::params::Source;

/// The extension's name.
const CARRIER: &str = "x-fasterapi";

/// The path items in order of declaration, each with its operations in order.
pub(super) type Items = Vec<(String, Vec<(Method, Operation)>)>;

/// The document without components.
pub(super) fn document(spec: &DocumentSpec, items: Items, webhooks: Items) -> Value {
    let mut paths = Paths::new();
    paths.paths = items
        .into_iter()
        .map(|(path, operations)| (path, item(operations)))
        .collect();
    let mut document = OpenApi::new(info(spec), paths);
    if !spec.servers.is_empty() {
        document.servers = Some(spec.servers.iter().map(server).collect());
    }
    if !spec.tags.is_empty() {
        document.tags = Some(spec.tags.iter().map(tag).collect());
    }
    document.external_docs = spec.external_docs.as_ref().map(external_docs);
    let mut put = members(json!({"openapi": spec.openapi_version}));
    if !webhooks.is_empty() {
        let webhooks: Map<_, _> = webhooks
            .into_iter()
            .map(|(name, operations)| (name, lifted(item(operations))))
            .collect();
        put.insert("webhooks".to_owned(), webhooks.into());
    }
    document.extensions = Some(carry(json!({
        "put": put,
        "order": ["openapi", "info", "servers", "paths", "webhooks", "components", "tags", "externalDocs"],
    })));
    let mut value = serde_json::to_value(document).unwrap_or_default();
    lift(&mut value);
    value
}

fn carry(carried: Value) -> Extensions {
    Extensions::from_iter([(CARRIER, carried)])
}

fn lift(value: &mut Value) {
    match value {
        Value::Array(items) => items.iter_mut().for_each(lift),
        Value::Object(object) => {
            let mut carried = object.shift_remove(CARRIER).map(members).unwrap_or_default();
            // utoipa's types mean nothing by a null: it is a member that was not given.
            object.retain(|_, member| !member.is_null());
            object.values_mut().for_each(lift);
            object.extend(carried.shift_remove("put").map(members).unwrap_or_default());
            if let Some(Value::Array(first)) = carried.shift_remove("order") {
                in_order(object, &first);
            }
            deep_merge(object, carried.shift_remove("merge").map(members).unwrap_or_default());
        }
        _ => {}
    }
}

fn in_order(object: &mut Map<String, Value>, first: &[Value]) {
    let mut rest = std::mem::take(object);
    for key in first.iter().filter_map(Value::as_str) {
        if let Some((key, member)) = rest.shift_remove_entry(key) {
            object.insert(key, member);
        }
    }
    object.extend(rest);
}

fn info(spec: &DocumentSpec) -> Info {
    let mut info = Info::new(&spec.title, &spec.version);
    info.description.clone_from(&spec.description);
    info.terms_of_service.clone_from(&spec.terms_of_service);
    info.contact = spec.contact.as_ref().map(|given| {
        let mut contact = Contact::new();
        contact.name.clone_from(&given.name);
        contact.url.clone_from(&given.url);
        contact.email.clone_from(&given.email);
        contact
    });
    info.license = spec.license_info.as_ref().map(|given| {
        let mut license = License::new(&given.name);
        license.identifier.clone_from(&given.identifier);
        license.url.clone_from(&given.url);
        license
    });
    let put = spec.summary.as_ref().map(|summary| json!({ "summary": summary }));
    let order = [
        "title",
        "summary",
        "description",
        "termsOfService",
        "contact",
        "license",
        "version",
    ];
    info.extensions = Some(carry(json!({ "put": put, "order": order })));
    info
}

fn server(given: &super::Server) -> Server {
    let mut server = Server::new(&given.url);
    server.description.clone_from(&given.description);
    server.extensions = given
        .variables
        .as_ref()
        .map(|variables| carry(json!({"put": {"variables": variables}})));
    server
}

fn tag(given: &super::Tag) -> Tag {
    let mut tag = Tag::new(&given.name);
    tag.description.clone_from(&given.description);
    tag.external_docs = given.external_docs.as_ref().map(external_docs);
    tag
}

fn external_docs(given: &super::ExternalDocs) -> ExternalDocs {
    let mut docs = ExternalDocs::new(&given.url);
    docs.description.clone_from(&given.description);
    docs.extensions = Some(carry(json!({"order": ["description", "url"]})));
    docs
}

fn item(operations: Vec<(Method, Operation)>) -> PathItem {
    let mut item = PathItem::default();
    let mut order = Vec::new();
    for (method, given) in operations {
        let slot = match method {
            Method::GET => &mut item.get,
            Method::PUT => &mut item.put,
            Method::POST => &mut item.post,
            Method::DELETE => &mut item.delete,
            Method::OPTIONS => &mut item.options,
            Method::HEAD => &mut item.head,
            Method::PATCH => &mut item.patch,
            Method::TRACE => &mut item.trace,
            // OpenAPI 3.1 has no place for other methods.
            _ => continue,
        };
        *slot = Some(operation(given));
        order.push(method.as_str().to_lowercase());
    }
    item.extensions = Some(carry(json!({ "order": order })));
    item
}

fn operation(given: Operation) -> UtoipaOperation {
    let mut operation = UtoipaOperation::new();
    operation.tags = Some(given.tags).filter(|tags| !tags.is_empty());
    operation.summary = Some(given.summary);
    operation.description = given.description;
    operation.operation_id = Some(given.id);
    operation.deprecated = given.deprecated.then_some(Deprecated::True);
    if !given.parameters.is_empty() {
        operation.parameters = Some(
            given
                .parameters
                .into_iter()
                .map(|given| RefOr::T(parameter(given)))
                .collect(),
        );
    }
    operation.request_body = given.request_body.map(|given| RefOr::T(request_body(given)));
    let order = [
        "tags",
        "summary",
        "description",
        "operationId",
        "deprecated",
        "parameters",
        "requestBody",
        "callbacks",
        "responses",
        "security",
    ];
    let mut put = members(json!({"responses": given.responses}));
    if !given.callbacks.is_empty() {
        put.insert("callbacks".to_owned(), callbacks(given.callbacks));
    }
    if !given.security.is_empty() {
        put.insert("security".to_owned(), given.security.into());
    }
    operation.extensions = Some(carry(json!({ "put": put, "order": order, "merge": given.extra })));
    operation
}

/// A Callback Object for each name.
fn callbacks(given: Vec<Callback>) -> Value {
    let mut callbacks = Map::new();
    for Callback { name, path, operations } in given {
        callbacks.insert(name, json!({ path: lifted(item(operations)) }));
    }
    callbacks.into()
}

/// A path item as JSON, for a place that utoipa does not know.
fn lifted(item: PathItem) -> Value {
    let mut value = serde_json::to_value(item).unwrap_or_default();
    lift(&mut value);
    value
}

fn parameter(given: Parameter) -> UtoipaParameter {
    let mut parameter = UtoipaParameter::new(given.name);
    parameter.parameter_in = match given.source {
        Source::Path => ParameterIn::Path,
        Source::Header => ParameterIn::Header,
        Source::Cookie => ParameterIn::Cookie,
        Source::Query | Source::PathOrQuery | Source::Body | Source::Form | Source::File => ParameterIn::Query,
    };
    parameter.required = if given.required {
        Required::True
    } else {
        Required::False
    };
    parameter.description = given.description.map(str::to_owned);
    parameter.deprecated = given.deprecated.then_some(Deprecated::True);
    let mut put = members(json!({"schema": given.schema}));
    put.extend(given.examples.map(|examples| ("examples".to_owned(), examples)));
    let order = ["name", "in", "required", "schema", "description"];
    parameter.extensions = Some(carry(json!({ "put": put, "order": order })));
    parameter
}

fn request_body(given: RequestBody) -> UtoipaRequestBody {
    let mut content = Content::default();
    let mut put = members(json!({"schema": given.schema}));
    put.extend(given.examples.map(|examples| ("examples".to_owned(), examples)));
    content.extensions = Some(carry(json!({ "put": put })));
    let mut body = UtoipaRequestBody::new();
    body.content = [(given.media_type.to_owned(), RefOr::T(content))].into();
    body.required = given.required.then_some(Required::True);
    body
}
