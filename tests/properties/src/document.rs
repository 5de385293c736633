//! Schemas as validators, and the document they are taken from.

use fasterapi::App;
use fasterapi::routing::Route;
use jsonschema::{Draft, Validator};
use serde_json::{Value, json};

/// The two schemas of one type, of what is read and of what is written, with all they refer to.
#[derive(Debug)]
pub struct Described {
    /// The schema of what is read.
    pub input: Value,
    /// The schema of what is written.
    pub output: Value,
    /// What references point into.
    pub root: Value,
    /// Holds input against its schema.
    pub reads: Validator,
    /// Holds output against its schema.
    pub writes: Validator,
}

/// The schemas of the body and the answer of the one route, `POST /`.
///
/// # Panics
/// When the app cannot be built, or a schema is none.
pub fn of_route(routes: Vec<Route>) -> Described {
    let root = App::new().routes(routes).openapi().expect("the app can be built");
    let operation = &root["paths"]["/"]["post"];
    let of = |holder: &Value| holder["content"]["application/json"]["schema"].clone();
    let (input, output) = (of(&operation["requestBody"]), of(&operation["responses"]["200"]));
    let (reads, writes) = (validator(&input, &root), validator(&output, &root));
    Described {
        input,
        output,
        root,
        reads,
        writes,
    }
}

/// The validator of a schema that refers to components in `root`.
///
/// # Panics
/// When it is no schema.
pub fn validator(schema: &Value, root: &Value) -> Validator {
    let whole = json!({"allOf": [schema], "components": root["components"]});
    let formats = ["uuid", "date", "ipv4", "ipv6", "email", "uri"];
    // pydantic's `date-time`, `time` and `duration` are wider than those of JSON Schema: left out
    let options = jsonschema::options()
        .with_draft(Draft::Draft202012)
        .should_validate_formats(true);
    let ours = ["date-time", "time", "duration"]
        .into_iter()
        .fold(options, |options, format| {
            debug_assert!(!formats.contains(&format));
            options.with_format(format, |_: &str| true)
        });
    ours.build(&whole).expect("a schema")
}
