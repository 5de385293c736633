//! The components the framework adds: the shape of a validation answer.

use serde_json::json;

use crate::model::{Schema, Schemas};

use super::merge::members;

/// Stand for the two components in the registry.
struct HttpValidationError;
struct ValidationError;

/// A reference to the answer every operation with parameters or a body may give.
pub(super) fn http_validation_error(schemas: &mut Schemas) -> Schema {
    schemas.component::<HttpValidationError>("HTTPValidationError", "", |schemas| {
        let error = schemas.component::<ValidationError>("ValidationError", "", |_| validation_error());
        let detail = Schema::any()
            .with("items", error)
            .with("type", "array")
            .with_title("Detail");
        Schema::any()
            .with("properties", json!({ "detail": detail }))
            .with("type", "object")
            .with_title("HTTPValidationError")
    })
}

fn validation_error() -> Schema {
    let schema = json!({
        "properties": {
            "loc": {
                "items": {"anyOf": [{"type": "string"}, {"type": "integer"}]},
                "type": "array",
                "title": "Location",
            },
            "msg": {"type": "string", "title": "Message"},
            "type": {"type": "string", "title": "Error Type"},
            "input": {"title": "Input"},
            "ctx": {"type": "object", "title": "Context"},
        },
        "type": "object",
        "required": ["loc", "msg", "type"],
        "title": "ValidationError",
    });
    members(schema).into()
}
