//! What the document is made of: the app's metadata and the compiled operations.

use http::Method;
use serde::Serialize;
use serde_json::Value;

use crate::handler::{ParamUse, RouteAttributes, SecurityUse};
use crate::model::Schemas;
use crate::params::Source;
use crate::response::{ErrorDescription, ResponseDescription};

/// `info.contact`.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Contact {
    /// Who to ask.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Their page.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// Their address.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
}

/// `info.license`.
#[derive(Debug, Clone, Default, Serialize)]
pub struct License {
    /// Its name; required.
    pub name: String,
    /// Its SPDX identifier.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub identifier: Option<String>,
    /// Its text's address.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
}

/// `externalDocs`.
#[derive(Debug, Clone, Default, Serialize)]
pub struct ExternalDocs {
    /// What is there.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// Where.
    pub url: String,
}

/// One entry of `tags`: order and description of a group of operations.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Tag {
    /// The tag.
    pub name: String,
    /// Text (Markdown).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// A page about it.
    #[serde(rename = "externalDocs", skip_serializing_if = "Option::is_none")]
    pub external_docs: Option<ExternalDocs>,
}

/// One entry of `servers`.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Server {
    /// Its address; may be relative.
    pub url: String,
    /// What it is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// Variables of the address.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub variables: Option<Value>,
}

/// What an operation id is made from.
#[derive(Debug, Clone, Copy)]
pub struct RouteInfo<'a> {
    /// The function's name, or `name = ".."`.
    pub name: &'a str,
    /// The full path template.
    pub path: &'a str,
    /// The methods.
    pub methods: &'a [Method],
    /// All tags, those of the app and routers first.
    pub tags: &'a [String],
}

/// The document's head.
#[derive(Debug, Clone)]
pub struct DocumentSpec {
    /// `info.title`.
    pub title: String,
    /// `info.version`.
    pub version: String,
    /// `info.summary`.
    pub summary: Option<String>,
    /// `info.description` (Markdown).
    pub description: Option<String>,
    /// `info.termsOfService`.
    pub terms_of_service: Option<String>,
    /// `info.contact`.
    pub contact: Option<Contact>,
    /// `info.license`.
    pub license_info: Option<License>,
    /// `tags`.
    pub tags: Vec<Tag>,
    /// `servers`.
    pub servers: Vec<Server>,
    /// `externalDocs`.
    pub external_docs: Option<ExternalDocs>,
    /// `openapi`; "3.1.0".
    pub openapi_version: String,
    /// Whether a model that differs by direction becomes `Name-Input` and `Name-Output`.
    pub separate_input_output_schemas: bool,
}

/// A parameter whose source is settled.
#[derive(Debug, Clone)]
pub struct ResolvedParam {
    /// Path, Query, Header or Cookie; never `PathOrQuery`.
    pub source: Source,
    /// The parameter.
    pub usage: ParamUse,
}

/// A security scheme of a route, with the scopes asked for.
#[derive(Debug, Clone)]
pub struct SecurityRequirement {
    /// The scheme.
    pub security: SecurityUse,
    /// The scopes, outermost first.
    pub scopes: Vec<&'static str>,
}

/// One compiled route, as the document needs it.
#[derive(Debug)]
pub struct OperationSpec {
    /// The full path template, converters (`{p:path}`) still in it.
    pub path: String,
    /// What the attributes of the route, its routers and the app say together: tags, responses, deprecated and
    /// include_in_schema are merged already.
    pub attributes: RouteAttributes,
    /// Own parameters first, then those of the dependencies, in order; duplicates still in it.
    pub params: Vec<ResolvedParam>,
    /// Body arguments in order.
    pub bodies: Vec<ParamUse>,
    /// Whether the bodies are members of one object.
    pub embed: bool,
    /// Its security schemes, of which the document says that any will do.
    pub security: Vec<SecurityRequirement>,
    /// How it may fail, its dependencies included.
    pub errors: Vec<ErrorDescription>,
    /// Requests that the client is to expect.
    pub callbacks: Vec<OperationSpec>,
    /// The answer's description.
    pub response: Option<fn(&mut ResponseDescription, &mut Schemas)>,
}
