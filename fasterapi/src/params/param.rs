//! [`Param`]: everything the attributes of one argument say, as the macros emit it.

use http::HeaderName;
use serde_json::Value;

use crate::model::Constraints;

/// Where an argument's value comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Source {
    /// The path, if the whole template (a router's prefix included) names it, else the query.
    PathOrQuery,
    /// A segment of the path.
    Path,
    /// The query string.
    Query,
    /// A header.
    Header,
    /// A cookie.
    Cookie,
    /// The body.
    Body,
    /// A field of a form.
    Form,
    /// A file in a form.
    File,
}

impl Source {
    /// The first step of an error's location, and `in` in the document.
    pub fn name(self) -> &'static str {
        match self {
            Self::Path => "path",
            Self::PathOrQuery | Self::Query => "query",
            Self::Header => "header",
            Self::Cookie => "cookie",
            Self::Body | Self::Form | Self::File => "body",
        }
    }
}

/// One argument of a handler or dependency: FastAPI's `Path()`, `Query()`, `Header()`, `Cookie()`, `Body()`.
#[derive(Debug)]
pub struct Param {
    /// The argument's name.
    pub name: &'static str,
    /// The name the client uses: the alias, or the name (for headers dashed).
    pub wire: &'static str,
    /// Where the value comes from.
    pub source: Source,
    /// `wire` as a header name, for headers.
    pub header: Option<&'static HeaderName>,
    /// Whether underscores in the names of a group of headers are dashes on the wire.
    pub convert_underscores: bool,
    /// What the value must meet.
    pub constraints: Constraints,
    /// The default as the document shows it; `None` for a factory (`default_with`) too.
    pub default: Option<fn() -> Value>,
    /// An `Option` that must be sent all the same.
    pub required: bool,
    /// Title in the schema; made from `wire` when `None`.
    pub title: Option<&'static str>,
    /// Description (Markdown).
    pub description: Option<&'static str>,
    /// Marked deprecated in the document.
    pub deprecated: bool,
    /// `false`: works, but is not in the document.
    pub include_in_schema: bool,
    /// JSON Schema `examples`.
    pub examples: Option<fn() -> Value>,
    /// OpenAPI `examples`: an object of `{summary, description, value}`.
    pub openapi_examples: Option<fn() -> Value>,
    /// Keys merged into the schema.
    pub json_schema_extra: Option<fn() -> Value>,
    /// A single body argument that is wrapped in an object all the same.
    pub embed: bool,
    /// The body's media type; `application/json` when `None`.
    pub media_type: Option<&'static str>,
}

impl Param {
    /// An argument about which nothing more is said.
    pub const fn new(name: &'static str, wire: &'static str, source: Source) -> Self {
        Self {
            name,
            wire,
            source,
            header: None,
            convert_underscores: true,
            constraints: Constraints::NONE,
            default: None,
            required: false,
            title: None,
            description: None,
            deprecated: false,
            include_in_schema: true,
            examples: None,
            openapi_examples: None,
            json_schema_extra: None,
            embed: false,
            media_type: None,
        }
    }
}
