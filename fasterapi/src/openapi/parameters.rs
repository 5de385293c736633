//! The parameters of an operation.

use serde_json::Value;

use crate::model::{Schema, Schemas};
use crate::params::Source;

use super::ResolvedParam;
use super::field::{self, Place};

/// One entry of `parameters`.
#[derive(Debug, Clone)]
pub(super) struct Parameter {
    pub(super) name: &'static str,
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
    for source in [Source::Path, Source::Query, Source::Header, Source::Cookie] {
        for resolved in params.iter().filter(|resolved| resolved.source == source) {
            let parameter = parameter(resolved, schemas);
            if !resolved.usage.param.include_in_schema {
                continue;
            }
            match found
                .iter_mut()
                .find(|old| (old.source, old.name) == (source, parameter.name))
            {
                Some(old) if parameter.required || !old.required => *old = parameter,
                Some(_) => {}
                None => found.push(parameter),
            }
        }
    }
    found
}

fn parameter(resolved: &ResolvedParam, schemas: &mut Schemas) -> Parameter {
    let param = resolved.usage.param;
    Parameter {
        name: param.wire,
        source: resolved.source,
        required: resolved.usage.required || resolved.source == Source::Path,
        schema: field::schema(&resolved.usage, Place::Whole, schemas),
        description: param.description,
        examples: param.openapi_examples.map(|examples| examples()),
        deprecated: param.deprecated,
    }
}
