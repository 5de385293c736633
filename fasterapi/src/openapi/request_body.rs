//! The request body of an operation.

use serde_json::{Map, Value};

use crate::handler::ParamUse;
use crate::model::{Schema, Schemas};

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
    const JSON: &str = "application/json";
    let mut types = bodies.iter().map(|body| body.param.media_type.unwrap_or(JSON));
    let first = types.next().unwrap_or(JSON);
    if types.all(|other| other == first) { first } else { JSON }
}

fn object(bodies: &[ParamUse], operation_id: &str, schemas: &mut Schemas) -> Schema {
    let mut properties = Map::new();
    let mut required: Vec<Value> = Vec::new();
    for body in bodies {
        properties.insert(
            body.param.wire.to_owned(),
            field::schema(body, Place::Property, schemas).into(),
        );
        if body.required {
            required.push(body.param.wire.into());
        }
    }
    let name = format!("Body_{operation_id}");
    let schema = Schema::any().with("properties", properties).with("type", "object");
    let schema = schema.with_some("required", Some(required).filter(|names| !names.is_empty()));
    schemas.own_component(&name, schema.with_title(&name))
}
