//! The parameters of an operation.

use serde_json::Value;

use crate::model::{Group, Schema, Schemas};
use crate::params::Source;

use super::ResolvedParam;
use super::field::{self, Place};

/// Where parameters come from, in the document's order.
pub(super) const SOURCES: [Source; 4] = [Source::Path, Source::Query, Source::Header, Source::Cookie];

/// One entry of `parameters`.
#[derive(Debug, Clone)]
pub(super) struct Parameter {
    pub(super) name: String,
    pub(super) source: Source,
    pub(super) required: bool,
    pub(super) schema: Schema,
    pub(super) description: Option<&'static str>,
    pub(super) examples: Option<Value>,
    pub(super) deprecated: bool,
}

/// The parameters in the document's order: by source, within a source as declared, each name once. Of two declarations
/// of one name the last required one counts, else the last.
pub(super) fn parameters(params: &[ResolvedParam], schemas: &mut Schemas) -> Vec<Parameter> {
    let mut found: Vec<Parameter> = Vec::new();
    for source in SOURCES {
        for resolved in params.iter().filter(|resolved| resolved.source == source) {
            let described = match &resolved.usage.group {
                Some(group) => of_group(resolved, group, schemas),
                None => vec![parameter(resolved, schemas)],
            };
            if resolved.usage.param.include_in_schema {
                described.into_iter().for_each(|parameter| add(&mut found, parameter));
            }
        }
    }
    found
}

fn add(found: &mut Vec<Parameter>, parameter: Parameter) {
    let old = found
        .iter_mut()
        .find(|old| old.source == parameter.source && old.name == parameter.name);
    match old {
        Some(old) if parameter.required || !old.required => *old = parameter,
        Some(_) => {}
        None => found.push(parameter),
    }
}

/// One parameter for each field of a model; none need be sent where the whole model need not.
fn of_group(resolved: &ResolvedParam, group: &Group, schemas: &mut Schemas) -> Vec<Parameter> {
    let param = resolved.usage.param;
    let object = schemas.within(param.name, group.object).unwrap_or_default();
    let required = |name: &str| match object.get("required") {
        Some(Value::Array(names)) => names.iter().any(|required| required == name),
        _ => false,
    };
    let dashed = resolved.source == Source::Header && param.convert_underscores;
    let mut parameters = Vec::new();
    (group.fields)(&mut |field, _| {
        let Some(Value::Object(schema)) = object.get("properties").and_then(|all| all.get(field.wire)) else {
            return;
        };
        parameters.push(Parameter {
            name: field.names(dashed).next().unwrap_or_default().into_owned(),
            source: resolved.source,
            required: resolved.usage.required && required(field.wire),
            schema: schema.clone().into(),
            description: field.description,
            examples: None,
            deprecated: field.deprecated || param.deprecated,
        });
    });
    parameters
}

fn parameter(resolved: &ResolvedParam, schemas: &mut Schemas) -> Parameter {
    let param = resolved.usage.param;
    Parameter {
        name: param.wire.to_owned(),
        source: resolved.source,
        required: resolved.usage.required || resolved.source == Source::Path,
        schema: field::schema(&resolved.usage, Place::Whole, schemas),
        description: param.description,
        examples: param.openapi_examples.map(|examples| examples()),
        deprecated: param.deprecated,
    }
}
