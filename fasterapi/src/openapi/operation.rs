//! One operation of the document.

use serde_json::{Map, Value};

use crate::model::{Direction, Schemas};

use super::OperationSpec;
use super::parameters::{self, Parameter};
use super::request_body::{self, RequestBody};
use super::{ids, prose, responses, security};

/// What the document says of one route, before utoipa's types hold it.
#[derive(Debug, Clone)]
pub(super) struct Operation {
    pub(super) tags: Vec<String>,
    pub(super) summary: String,
    pub(super) description: Option<String>,
    pub(super) id: String,
    pub(super) deprecated: bool,
    pub(super) parameters: Vec<Parameter>,
    pub(super) request_body: Option<RequestBody>,
    pub(super) responses: Map<String, Value>,
    pub(super) security: Vec<Value>,
    pub(super) extra: Option<Value>,
}

/// Describes one route.
pub(super) fn operation(spec: &OperationSpec, schemas: &mut Schemas) -> Operation {
    let attributes = &spec.attributes;
    let id = ids::operation_id(spec);
    let (summary, description) = prose::prose(attributes);
    let (parameters, request_body) = schemas.toward(Direction::Input, |schemas| {
        let parameters = parameters::parameters(&spec.params, schemas);
        (
            parameters,
            request_body::request_body(&spec.bodies, spec.embed, &id, schemas),
        )
    });
    Operation {
        tags: attributes.tags.clone(),
        summary,
        description,
        deprecated: attributes.deprecated,
        parameters,
        request_body,
        responses: responses::responses(spec, &id, schemas),
        security: security::requirements(&spec.security),
        extra: attributes.openapi_extra.clone(),
        id,
    }
}
