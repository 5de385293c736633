//! The OpenAPI 3.1 document: made once from the routes, equal to what FastAPI writes.

mod check;
mod components;
mod document;
mod field;
mod ids;
mod lift;
mod merge;
mod operation;
mod parameters;
mod prose;
mod request_body;
mod responses;
mod security;
mod spec;
#[cfg(test)]
mod tests;
mod written;

pub(crate) use document::{Change, Document, document};
pub use spec::{
    Contact, DocumentSpec, ExternalDocs, License, OperationSpec, ResolvedParam, RouteInfo, SecurityRequirement, Server,
    Tag,
};
