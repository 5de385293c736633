//! The OpenAPI 3.1 document: made once from the routes in `build()`, equal to what FastAPI writes.

mod spec;

pub use spec::{Contact, DocumentSpec, ExternalDocs, License, OperationSpec, ResolvedParam, RouteInfo, Server, Tag};
