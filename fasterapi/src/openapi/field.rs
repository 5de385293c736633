//! The schema of one parameter or body, with what its attributes add to the type's own.

use serde_json::Value;

use crate::handler::ParamUse;
use crate::model::{Schema, Schemas, title_case};

/// Where a schema stands, which decides its title.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    /// A parameter or a whole body: everything but a bare reference is titled.
    Whole,
    /// A property of an object: an optional reference is not titled either.
    Property,
}

/// The schema of a parameter or body.
pub(super) fn schema(usage: &ParamUse, place: Place, schemas: &mut Schemas) -> Schema {
    let param = usage.param;
    let schema = schemas.within(param.name, |schemas| (usage.schema)(schemas, &param.constraints));
    let mut schema = match (param.title, place) {
        (Some(title), _) => schema.with_title(title),
        (None, Place::Property) => schema.with_field_title(None, param.wire),
        (None, Place::Whole) if schema.is_reference() => schema,
        (None, Place::Whole) => schema.with_title(&title_case(&param.wire.replace('_', " "))),
    };
    schema = schema.with_some("description", param.description);
    schema = schema.with_some("examples", param.examples.map(|examples| examples()));
    if param.deprecated {
        schema.insert("deprecated", true);
    }
    if let Some(extra) = param.json_schema_extra {
        schema = schema.with_extra(extra());
    }
    schema.with_some("default", default(usage))
}

/// The default as the document shows it: nothing stands for null.
fn default(usage: &ParamUse) -> Option<Value> {
    let default = usage.param.default.filter(|_| !usage.required)?();
    (!default.is_null()).then_some(default)
}
