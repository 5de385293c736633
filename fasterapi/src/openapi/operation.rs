//! One operation of the document.

use http::Method;
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
    pub(super) callbacks: Vec<Callback>,
}

/// A request that the client of an operation is to expect.
#[derive(Debug, Clone)]
pub(super) struct Callback {
    pub(super) name: String,
    /// With its runtime expressions.
    pub(super) path: String,
    pub(super) operations: Vec<(Method, Operation)>,
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
        tags: attributes.inherited.tags.clone(),
        summary,
        description,
        deprecated: attributes.inherited.deprecated,
        parameters,
        request_body,
        responses: responses::responses(spec, &id, schemas),
        security: security::requirements(&spec.security),
        extra: attributes.openapi_extra.clone(),
        callbacks: callbacks(&spec.callbacks, schemas),
        id,
    }
}

fn callbacks(specs: &[OperationSpec], schemas: &mut Schemas) -> Vec<Callback> {
    let describe = |spec: &OperationSpec| {
        let described = operation(spec, schemas);
        let methods = spec.attributes.methods.iter();
        let operations = methods.map(|method| (method.clone(), described.clone())).collect();
        Callback {
            name: spec.attributes.name.clone(),
            path: ids::path_format(&spec.path),
            operations,
        }
    };
    specs.iter().map(describe).collect()
}
