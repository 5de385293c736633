//! What the macros emit for each argument: a marker type that implements one of these traits.
//!
//! The argument's type is the trait's associated type `Value`, and everything else the macros emit names only the
//! marker. So a type that does not fit is one error, at the type, however often the emitted code uses it.

use serde::Serialize;
use serde_json::Value;

use crate::dependency::{Dependency, depends};
use crate::handler::{Description, Scope};
use crate::http::Errors;
use crate::model::Model;
use crate::params::{
    Argument, ArgumentMut, ArgumentRef, FileValue, Kind, Param, take_body, take_file, take_form, take_param,
};
use crate::request::Request;
use crate::response::{Abort, ErrorKind, Responder, Response, ResponseParts};
use crate::security::SecurityScheme;

/// An argument with `#[path] #[query] #[header] #[cookie] #[body] #[form]`, or one named in the route's own path.
pub trait Bound {
    /// Its type.
    type Value: Model;

    /// The value when nothing was sent.
    const DEFAULT: Option<fn() -> Self::Value>;

    /// What its attribute says.
    fn param() -> &'static Param;
}

/// Describes a path, query, header or cookie parameter.
pub fn describe_param<A: Bound>(description: &mut Description) {
    description.param::<A::Value>(A::param(), A::DEFAULT.is_some());
}

/// Describes a body.
pub fn describe_body<A: Bound>(description: &mut Description) {
    description.body::<A::Value>(A::param(), A::DEFAULT.is_some());
}

/// Takes a path, query, header or cookie parameter.
#[inline]
pub fn take_bound<A: Bound>(scope: &mut Scope, slot: usize, errors: &mut Errors) -> Option<A::Value> {
    take_param(scope, A::param(), slot, A::DEFAULT, errors)
}

/// Takes a body.
///
/// # Errors
/// When the body is not JSON.
#[inline]
pub fn take_bound_body<A: Bound>(scope: &mut Scope, errors: &mut Errors) -> Result<Option<A::Value>, Abort> {
    take_body(scope, A::param(), A::DEFAULT, errors)
}

/// Takes a field of a form.
#[inline]
pub fn take_bound_form<A: Bound>(scope: &mut Scope, errors: &mut Errors) -> Option<A::Value> {
    take_form(scope, A::param(), A::DEFAULT, errors)
}

/// An argument with `#[file]`.
pub trait BoundFile {
    /// Its type.
    type Value: FileValue;

    /// The value when nothing was sent.
    const DEFAULT: Option<fn() -> Self::Value>;

    /// What its attribute says.
    fn param() -> &'static Param;
}

/// Describes a file of a form.
pub fn describe_file<A: BoundFile>(description: &mut Description) {
    description.file::<A::Value>(A::param(), A::DEFAULT.is_some());
}

/// Takes a file of a form.
#[inline]
pub fn take_bound_file<A: BoundFile>(scope: &mut Scope, errors: &mut Errors) -> Option<A::Value> {
    take_file(scope, A::param(), A::DEFAULT, errors)
}

/// The default of a file as the document shows it.
pub fn default_file_json<A: BoundFile>() -> Value {
    A::DEFAULT.map_or(Value::Null, |default| default().shown())
}

/// The default as the document shows it.
pub fn default_json<A: Bound<Value: Serialize>>() -> Value {
    let value = A::DEFAULT.map(|default| serde_json::to_value(default()));
    value.and_then(Result::ok).unwrap_or(Value::Null)
}

/// An argument without an attribute: its type decides what it is.
pub trait Plain {
    /// Its type.
    type Value: Argument;

    /// Whether it depends on the scopes asked for.
    const SCOPES: bool = <Self::Value as Argument>::SCOPES;

    /// Whether something may be done with it when the request is over.
    const AT_END: bool = <Self::Value as Argument>::AT_END;

    /// What is said of it: its name.
    fn param() -> &'static Param;
}

/// Describes a plain argument.
pub fn describe_plain<A: Plain>(description: &mut Description) {
    description.slot_argument::<A::Value>(A::param(), false);
}

/// Whether a plain argument is a JSON body, which excludes a form.
pub const fn is_json_body<A: Plain>() -> bool {
    matches!(<A::Value as Argument>::KIND, Kind::Body)
}

/// Takes a plain argument when its type is one of this kind.
///
/// # Errors
/// As [`Argument::take`].
#[inline]
pub fn take_plain<A: Plain>(
    kind: Kind,
    scope: &mut Scope,
    slot: usize,
    value: &mut Option<A::Value>,
    errors: &mut Errors,
) -> Result<(), Abort> {
    let found = <A::Value as Argument>::KIND;
    if found == kind || (found == Kind::File && kind == Kind::Body) {
        *value = A::Value::take(scope, A::param(), slot, errors)?;
    }
    Ok(())
}

/// An argument that is a shared reference.
pub trait LentShared {
    /// The type behind the reference.
    type Value: ArgumentRef + ?Sized + 'static;
}

/// Lends a shared reference.
#[inline]
pub fn lend_shared<A: LentShared>(request: &Request) -> &A::Value {
    A::Value::get(request)
}

/// An argument that is an exclusive reference.
pub trait LentExclusive {
    /// The type behind the reference.
    type Value: ArgumentMut + ?Sized + 'static;
}

/// Lends an exclusive reference.
#[inline]
pub fn lend_exclusive<A: LentExclusive>(response: &mut ResponseParts) -> &mut A::Value {
    A::Value::get(response)
}

/// An argument with `#[depends(f)]`.
pub trait Depends {
    /// Its type.
    type Value: Send + 'static;

    /// The companion of `f`.
    type Dependency: Dependency<Output = Self::Value>;

    /// Whether a value that another user of the request has will do.
    const CACHED: bool;

    /// The scopes it asks for.
    const SCOPES: &'static [&'static str];

    /// Whether it ends before the answer is sent.
    const ENDS_EARLY: bool;

    /// Whether the dependency looks at the scopes asked for.
    const USES_SCOPES: bool = <Self::Dependency as Dependency>::USES_SCOPES;

    /// How many slots the dependency takes.
    const SLOTS: usize = <Self::Dependency as Dependency>::SLOTS;

    /// Whether the dependency never waits.
    const NEVER_WAITS: bool = <Self::Dependency as Dependency>::NEVER_WAITS;
}

/// Describes a dependency.
pub fn describe_dependency<A: Depends>(description: &mut Description) {
    description.dependency::<A::Dependency>(A::CACHED, A::SCOPES, A::ENDS_EARLY);
}

/// Resolves a dependency.
///
/// # Errors
/// When the dependency answers itself.
#[inline]
pub fn resolve<'a, A: Depends>(
    scope: &'a mut Scope,
    errors: &'a mut Errors,
    slot: usize,
) -> impl Future<Output = Result<Option<A::Value>, Abort>> + Send + use<'a, A> {
    depends::<A::Dependency>(scope, errors, slot, A::CACHED)
}

/// An argument with `#[security(scheme)]`.
pub trait Secured {
    /// What the scheme reads: the argument's type, or that in its `Option`.
    type Credentials: Send + 'static;

    /// The scopes it asks for.
    const SCOPES: &'static [&'static str];

    /// The scheme.
    fn scheme() -> impl SecurityScheme<Credentials = Self::Credentials>;
}

/// Describes a security scheme.
pub fn describe_security<A: Secured>(description: &mut Description) {
    description.security(&A::scheme(), A::SCOPES);
}

/// Takes the credentials, if there are any.
///
/// # Errors
/// When they cannot be read.
#[inline]
pub fn take_credentials<A: Secured>(scope: &Scope) -> Result<Option<A::Credentials>, Abort> {
    A::scheme().credentials(scope.request()).map_err(Abort::from)
}

/// Takes the credentials.
///
/// # Errors
/// When there are none.
#[inline]
pub fn require_credentials<A: Secured>(scope: &Scope) -> Result<A::Credentials, Abort> {
    match take_credentials::<A>(scope) {
        Ok(Some(credentials)) => Ok(credentials),
        Ok(None) => Err(A::scheme().not_authenticated().into()),
        Err(abort) => Err(abort),
    }
}

/// What a handler returns.
pub trait Returns {
    /// Its type.
    type Value: Responder;
}

/// What a handler returns that may fail: each side is a type of its own.
pub trait ReturnsResult {
    /// The type of a success.
    type Ok: Responder;

    /// The type of a failure.
    type Err;

    /// What to do with a failure.
    fn error() -> ErrorKind<Self::Err>;
}

/// Describes the answers of a handler that may fail.
pub fn describe_result<A: ReturnsResult>(description: &mut Description) {
    description.responds::<A::Ok>();
    (A::error().describe)(&mut description.errors);
}

/// Makes the answer of a handler that may fail.
#[inline]
pub fn respond_result<A: ReturnsResult>(scope: Scope, output: Result<A::Ok, A::Err>) -> Response {
    match output {
        Ok(value) => scope.respond(value),
        Err(error) => (A::error().fail)(error).into_response(),
    }
}

/// Describes the answer.
pub fn describe_output<A: Returns>(description: &mut Description) {
    description.responds::<A::Value>();
}

/// Makes the answer.
#[inline]
pub fn respond<A: Returns>(scope: Scope, output: A::Value) -> Response {
    scope.respond(output)
}

/// What a dependency returns that may fail.
pub trait Fallible {
    /// The type of a success.
    type Value: Send + 'static;

    /// The type of a failure.
    type Err;

    /// What to do with a failure.
    fn error() -> ErrorKind<Self::Err>;
}

/// Describes how a dependency may fail.
pub fn describe_failure<A: Fallible>(description: &mut Description) {
    (A::error().describe)(&mut description.errors);
}

/// The value of a dependency, or the end of the request.
///
/// # Errors
/// The answer that the dependency's error makes.
#[inline]
pub fn finish<A: Fallible>(returned: Result<A::Value, A::Err>) -> Result<Option<A::Value>, Abort> {
    returned.map(Some).map_err(A::error().fail)
}
