//! The responses of an operation: the main one, the additional ones, the validation answer.

use http::StatusCode;
use serde_json::{Map, Value, json};

use crate::handler::{AdditionalResponse, ResponseModel};
use crate::model::{Constraints, Direction, Schema, Schemas};
use crate::response::{ErrorDescription, Items, ResponseDescription, forbids_body};

use super::merge::{deep_merge, members};
use super::{OperationSpec, components, ids};

type Object = Map<String, Value>;

const JSON: &str = "application/json";

/// `responses`, in FastAPI's order: success, additional ones as declared, 422.
pub(super) fn responses(spec: &OperationSpec, operation_id: &str, schemas: &mut Schemas) -> Object {
    let mut responses = Object::new();
    let described = describe(spec, schemas);
    let status = spec
        .attributes
        .status_code
        .or(described.status)
        .unwrap_or(StatusCode::OK);
    responses.insert(
        status.as_str().to_owned(),
        main(spec, &described, status, operation_id).into(),
    );
    for (code, additional) in declared(&spec.attributes.inherited.responses) {
        let entry = responses
            .entry(normalized(code))
            .or_insert_with(|| Object::new().into());
        if let Value::Object(entry) = entry {
            let model = additional.model.map(|model| {
                let schema = schemas.toward(Direction::Output, |schemas| model(schemas, &Constraints::NONE));
                titled(schema, || ids::response_title(Some(code), operation_id))
            });
            merge(entry, code, additional, model, described.media_type.unwrap_or(JSON));
        }
    }
    fails(&spec.errors, &mut responses);
    let may_be_wrong = !(spec.params.is_empty() && spec.bodies.is_empty());
    if may_be_wrong
        && !["422", "4XX", "default"]
            .iter()
            .any(|code| responses.contains_key(*code))
    {
        let schema = components::http_validation_error(schemas);
        let response = json!({"description": "Validation Error", "content": {JSON: {"schema": schema}}});
        responses.insert("422".to_owned(), response);
    }
    responses
}

/// The answers of the errors that handler and dependencies return. What the route itself says of a code is better.
fn fails(errors: &[ErrorDescription], responses: &mut Object) {
    let mut told: Vec<(StatusCode, Vec<&ErrorDescription>)> = Vec::new();
    for error in errors {
        match told.iter_mut().find(|(status, _)| *status == error.status) {
            Some((_, same)) if same.contains(&error) => {}
            Some((_, same)) => same.push(error),
            None => told.push((error.status, vec![error])),
        }
    }
    for (status, same) in told {
        let description: Vec<_> = same.iter().map(|error| error.description).collect();
        let mut response = json!({"description": description.join("; ")});
        let headers = same.iter().flat_map(|error| error.headers);
        for header in headers {
            response["headers"][*header] = json!({"schema": {"type": "string"}});
        }
        if !forbids_body(status) {
            let schema = json!({
                "properties": {"detail": {"title": "Detail"}},
                "type": "object",
                "required": ["detail"],
                "title": "HTTPError",
            });
            response["content"] = json!({JSON: {"schema": schema}});
        }
        responses.entry(status.as_str()).or_insert(response);
    }
}

/// What the handler's type says; JSON of any kind when it says nothing.
fn describe(spec: &OperationSpec, schemas: &mut Schemas) -> ResponseDescription {
    let mut described = ResponseDescription::default();
    match spec.response {
        Some(describe) => schemas.toward(Direction::Output, |schemas| describe(&mut described, schemas)),
        None => described.media_type = Some(JSON),
    }
    described
}

fn main(spec: &OperationSpec, described: &ResponseDescription, status: StatusCode, operation_id: &str) -> Object {
    let description = spec
        .attributes
        .response_description
        .as_deref()
        .unwrap_or("Successful Response");
    let mut response = members(json!({ "description": description }));
    let media_type = described.media_type.filter(|_| !forbids_body(status));
    if let (Some(media_type), Some(items)) = (media_type, &described.items) {
        let schema = item_schema(items, operation_id);
        response.insert("content".to_owned(), json!({media_type: {"itemSchema": schema}}));
    } else if let Some(media_type) = media_type {
        let schema = described.schema.clone();
        let schema = if !media_type.ends_with("json") {
            schema.unwrap_or_else(|| Schema::of_type("string"))
        } else {
            let title = || ids::response_title(None, operation_id);
            match spec.attributes.response_model {
                ResponseModel::None => Schema::any(),
                ResponseModel::Returned => titled(schema.filter(says_something).unwrap_or_default(), title),
                ResponseModel::Named => match schema.unwrap_or_default() {
                    schema if schema.is_any() => schema.with_title(&title()),
                    schema => titled(schema, title),
                },
            }
        };
        response.insert("content".to_owned(), json!({media_type: {"schema": schema}}));
    }
    response
}

/// What each item of a stream looks like.
fn item_schema(items: &Items, operation_id: &str) -> Schema {
    let named = |schema: &Schema| titled(schema.clone(), || ids::item_title(operation_id));
    let data = match items {
        Items::Lines(schema) => return named(schema),
        Items::Events(data) => data,
    };
    let text = Schema::of_type("string");
    let content = match data {
        Some(schema) => text
            .clone()
            .with("contentMediaType", JSON)
            .with("contentSchema", json!(named(schema))),
        None => text.clone(),
    };
    let retry = Schema::of_type("integer").with("minimum", 0);
    let fields = json!({"data": content, "event": text, "id": text, "retry": retry});
    let required = data.as_ref().map(|_| json!(["data"]));
    Schema::of_type("object")
        .with("properties", fields)
        .with_some("required", required)
}

/// What is always null says nothing, as a Python function's `-> None`.
fn says_something(schema: &Schema) -> bool {
    *schema != Schema::of_type("null")
}

/// An inline schema gets a title; a reference has its own, and "anything" needs none.
fn titled(schema: Schema, title: impl FnOnce() -> String) -> Schema {
    if schema.is_any() || schema.is_reference() {
        schema
    } else {
        schema.with_title(&title())
    }
}

/// The declared responses; of two for one code the last counts, in the place of the first.
pub(super) fn declared(responses: &[(String, AdditionalResponse)]) -> Vec<(&str, &AdditionalResponse)> {
    let mut declared: Vec<(&str, &AdditionalResponse)> = Vec::new();
    for (code, response) in responses {
        match declared.iter_mut().find(|(known, _)| known == code) {
            Some(known) => known.1 = response,
            None => declared.push((code, response)),
        }
    }
    declared
}

/// The document's spelling of a code: `404`, `4XX`, `default`.
fn normalized(code: &str) -> String {
    if code.eq_ignore_ascii_case("default") {
        "default".to_owned()
    } else {
        code.to_uppercase()
    }
}

/// Merges one additional response into the entry of its code.
fn merge(entry: &mut Object, code: &str, additional: &AdditionalResponse, model: Option<Schema>, media_type: &str) {
    let mut update = members(additional.extra.clone().unwrap_or_default());
    if let Some(schema) = model {
        deep_merge(
            &mut update,
            members(json!({"content": {media_type: {"schema": schema}}})),
        );
    }
    let text = |value: Option<&Value>| {
        value
            .and_then(Value::as_str)
            .filter(|text| !text.is_empty())
            .map(str::to_owned)
    };
    let description = additional
        .description
        .clone()
        .or_else(|| text(update.get("description")))
        .or_else(|| text(entry.get("description")))
        .unwrap_or_else(|| phrase(code).to_owned());
    entry.insert("description".to_owned(), description.clone().into());
    deep_merge(entry, update);
    entry.insert("description".to_owned(), description.into());
}

/// The description of a code nobody described.
fn phrase(code: &str) -> &'static str {
    match code.to_uppercase().as_str() {
        "1XX" => "Information",
        "2XX" => "Success",
        "3XX" => "Redirection",
        "4XX" => "Client Error",
        "5XX" => "Server Error",
        "DEFAULT" => "Default Response",
        code => {
            let status = code.parse().ok().and_then(|code: u16| StatusCode::from_u16(code).ok());
            status.and_then(crate::http::phrase).unwrap_or("Additional Response")
        }
    }
}
