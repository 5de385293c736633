//! What the macros' output names. Not part of the public API: anything here may change in any release.

mod bindings;
mod checked;

pub use ::bytes;
pub use ::http;
pub use ::serde;
pub use ::serde_json;

pub use crate::dependency::{Configured, Dependency, Guard, Instance, Limit, depends, run_guards};
pub use crate::handler::{
    AdditionalResponse, Answer, Description, Handler, IntoStatusCode, RouteAttributes, Scope, run_blocking,
};
pub use crate::http::{Errors, HttpError};
pub use crate::model::generated;
pub use crate::model::{
    Constraints, Direction, JsonSchema, Model, Number, Pattern, Picked, Place, Prune, Reader, Schema, Schemas,
};
pub use crate::params::{Argument, ArgumentMut, ArgumentRef, FileValue, Kind, Param, Source, take_body, take_param};
pub use crate::response::{
    Abort, AnyFailure, ErrorDescription, ErrorKind, ErrorOf, IntoFailure, Respond, Responder, Response,
    ResponseDescription, ResponseParts, Sides,
};
pub use crate::routing::{Link, LinkParams, Linked, LinkedRoute, Route, Segment, Unknown};
pub use crate::security::SecurityScheme;
pub use crate::static_files::Embedded;

pub use bindings::{
    Bound, BoundFile, Depends, Fallible, LentExclusive, LentShared, Plain, Returns, ReturnsResult, Secured,
    default_file_json, default_json, describe_body, describe_dependency, describe_failure, describe_file,
    describe_output, describe_param, describe_plain, describe_result, describe_security, finish, is_json_body,
    lend_exclusive, lend_shared, require_credentials, resolve, respond, respond_result, take_bound, take_bound_body,
    take_bound_file, take_bound_form, take_credentials, take_plain,
};
pub use checked::{Checked, take_checked, take_checked_body, take_checked_form};

/// The method `QUERY`, which has no constant yet.
pub fn query_method() -> http::Method {
    http::Method::from_bytes(b"QUERY").unwrap_or_default()
}

/// The reason phrase of a status code.
pub fn phrase(status: http::StatusCode) -> &'static str {
    crate::http::phrase(status).unwrap_or("Error")
}

/// Finds out whether `T` is `Clone` without asking for it: the inherent constant wins where `T: Clone`.
#[derive(Debug)]
pub struct Probe<T>(std::marker::PhantomData<T>);

impl<T: Clone> Probe<T> {
    /// How to clone a `T`.
    pub const CLONE: Option<fn(&T) -> T> = Some(T::clone);
}

/// The constant of types that are not `Clone`.
pub trait NotClone<T> {
    /// There is no way.
    const CLONE: Option<fn(&T) -> T> = None;
}

impl<T> NotClone<T> for Probe<T> {}
