//! The request body of an operation.

use serde_json::{Map, Value};

use crate::handler::{Encoding, ParamUse};
use crate::model::{Group, Schema, Schemas};

use super::field::{self, Place};

/// `requestBody`: one media type.
#[derive(Debug, Clone)]
pub(super) struct RequestBody {
    pub(super) media_type: &'static str,
    pub(super) schema: Schema,
    pub(super) required: bool,
    pub(super) examples: Option<Value>,
}

/// The body these arguments make: the one argument itself, or an object of all named `Body_<operation id>`.
pub(super) fn request_body(
    bodies: &[ParamUse],
    embed: bool,
    operation_id: &str,
    schemas: &mut Schemas,
) -> Option<RequestBody> {
    let first = bodies.first()?;
    let required = bodies.iter().any(|body| body.required);
    let media_type = media_type(bodies);
    // one field of a form is a member of an object too, unless it is a model
    let embed = embed || (first.encoding != Encoding::Json && first.group.is_none());
    if !embed && bodies.len() == 1 {
        let examples = first.param.openapi_examples.map(|examples| examples());
        return Some(RequestBody {
            media_type,
            schema: field::schema(first, Place::Whole, schemas),
            required,
            examples,
        });
    }
    let schema = object(bodies, operation_id, schemas);
    Some(RequestBody {
        media_type,
        schema,
        required,
        examples: None,
    })
}

/// The media type, if the arguments agree on one.
fn media_type(bodies: &[ParamUse]) -> &'static str {
    if bodies.iter().any(|body| body.encoding == Encoding::File) {
        return "multipart/form-data";
    }
    let usual = match bodies.iter().any(|body| body.encoding == Encoding::Form) {
        true => "application/x-www-form-urlencoded",
        false => "application/json",
    };
    let mut types = bodies.iter().map(|body| body.param.media_type.unwrap_or(usual));
    let first = types.next().unwrap_or(usual);
    if types.all(|other| other == first) {
        first
    } else {
        usual
    }
}

/// The fields of a form stand side by side where there are several bodies, whatever model they come from.
pub(super) fn side_by_side(body: &ParamUse) -> Option<&Group> {
    body.group.as_ref().filter(|_| body.encoding == Encoding::Form)
}

fn object(bodies: &[ParamUse], operation_id: &str, schemas: &mut Schemas) -> Schema {
    let mut properties = Map::new();
    let mut required: Vec<Value> = Vec::new();
    for body in bodies {
        match side_by_side(body) {
            Some(group) => {
                let object = schemas.within(body.param.name, group.object).unwrap_or_default();
                if let Some(Value::Object(fields)) = object.get("properties") {
                    properties.extend(fields.clone());
                }
                if let (true, Some(Value::Array(names))) = (body.required, object.get("required")) {
                    required.extend(names.iter().cloned());
                }
            }
            None => {
                let schema = field::schema(body, Place::Property, schemas);
                properties.insert(body.param.wire.to_owned(), schema.into());
                if body.required {
                    required.push(body.param.wire.into());
                }
            }
        }
    }
    let name = format!("Body_{operation_id}");
    let schema = Schema::any().with("properties", properties).with("type", "object");
    let schema = schema.with_some("required", Some(required).filter(|names| !names.is_empty()));
    schemas.own_component(&name, schema.with_title(&name))
}
