//! [`Argument`]: what an argument without an attribute may be, told by its type.

use bytes::Bytes;
use http::{HeaderMap, Method, Uri};

use super::{Param, take_body, take_form, take_param};
use crate::handler::{Description, Scope};
use crate::http::Errors;
use crate::model::{Model, Place};
use crate::request::{BodyStream, Request, State};
use crate::response::{Abort, ResponseParts};
use crate::security::SecurityScopes;

/// When an argument is taken from the request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// First: JSON syntax errors answer before any dependency runs.
    Body,
    /// With the bodies: a file of a form.
    File,
    /// After the dependencies: path, query, and what the framework itself hands out.
    Parameter,
    /// Last: the whole request moves into the handler.
    Request,
}

/// A type that a plain argument (one without an attribute) may have.
///
/// Every [`Model`] is one; implement it for a type of your own to make it an extractor.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be an argument of a handler",
    label = "neither a model nor something a request hands out",
    note = "put `#[model]` on `{Self}`, or mark the argument with `#[depends(..)]`"
)]
pub trait Argument: Sized + Send {
    /// When the argument is taken.
    const KIND: Kind;

    /// Whether the value depends on the scopes that are asked for on the way to the argument.
    const SCOPES: bool = false;

    /// Whether the function that takes it may leave something to do when the request is over.
    const AT_END: bool = false;

    /// Adds what the argument needs, and what the document says of it.
    fn describe(param: &'static Param, has_default: bool, description: &mut Description);

    /// Takes the value out of the request. `Ok(None)`: errors were recorded.
    ///
    /// # Errors
    /// [`Abort`] answers at once.
    fn take(scope: &mut Scope, param: &'static Param, slot: usize, errors: &mut Errors) -> Result<Option<Self>, Abort>;
}

/// A type of which an argument may be a shared reference, such as `&Request`.
#[diagnostic::on_unimplemented(
    message = "`&{Self}` cannot be an argument of a handler",
    label = "only `&Request`, `&HeaderMap`, `&Method` and `&Uri` are lent",
    note = "take `{Self}` by value, or a value of the app's state as `State<{Self}>`"
)]
pub trait ArgumentRef {
    /// Lends it from the request.
    fn get(request: &Request) -> &Self;
}

/// A type of which an argument may be an exclusive reference: `&mut ResponseParts`.
#[diagnostic::on_unimplemented(
    message = "`&mut {Self}` cannot be an argument of a handler",
    label = "only `&mut ResponseParts` is lent",
    note = "take `{Self}` by value, or a value of the app's state as `State<{Self}>`"
)]
pub trait ArgumentMut {
    /// Lends it from the answer under way.
    fn get(response: &mut ResponseParts) -> &mut Self;
}

#[diagnostic::do_not_recommend]
impl<T: Model> Argument for T {
    const KIND: Kind = match T::PLACE {
        Place::Parameter => Kind::Parameter,
        Place::Body => Kind::Body,
        Place::File => Kind::File,
    };

    fn describe(param: &'static Param, has_default: bool, description: &mut Description) {
        match T::PLACE {
            Place::Parameter => description.param::<T>(param, has_default),
            Place::Body | Place::File => description.body::<T>(param, has_default),
        }
    }

    fn take(scope: &mut Scope, param: &'static Param, slot: usize, errors: &mut Errors) -> Result<Option<Self>, Abort> {
        match T::PLACE {
            Place::Parameter => Ok(take_param(scope, param, slot, None, errors)),
            Place::Body => take_body(scope, param, None, errors),
            Place::File => Ok(take_form(scope, param, None, errors)),
        }
    }
}

#[diagnostic::do_not_recommend]
impl<T: Send + Sync + 'static> Argument for State<T> {
    const KIND: Kind = Kind::Parameter;

    fn describe(_: &'static Param, _: bool, description: &mut Description) {
        description.state::<T>();
    }

    fn take(scope: &mut Scope, _: &'static Param, _: usize, _: &mut Errors) -> Result<Option<Self>, Abort> {
        scope.state().map(Some)
    }
}

#[diagnostic::do_not_recommend]
impl Argument for Request {
    const KIND: Kind = Kind::Request;

    fn describe(_: &'static Param, _: bool, description: &mut Description) {
        description.takes_request();
    }

    fn take(scope: &mut Scope, _: &'static Param, _: usize, _: &mut Errors) -> Result<Option<Self>, Abort> {
        Ok(Some(scope.take_request()))
    }
}

/// The body as it came, whatever its content type; beside a model too, for signatures.
#[diagnostic::do_not_recommend]
impl Argument for Bytes {
    const KIND: Kind = Kind::Parameter;

    fn describe(_: &'static Param, _: bool, description: &mut Description) {
        description.raw_body();
    }

    fn take(scope: &mut Scope, _: &'static Param, _: usize, _: &mut Errors) -> Result<Option<Self>, Abort> {
        Ok(Some(scope.request().share_body().unwrap_or_default()))
    }
}

#[diagnostic::do_not_recommend]
impl Argument for BodyStream {
    const KIND: Kind = Kind::Parameter;

    fn describe(_: &'static Param, _: bool, _: &mut Description) {}

    fn take(scope: &mut Scope, _: &'static Param, _: usize, _: &mut Errors) -> Result<Option<Self>, Abort> {
        Ok(Some(scope.request_mut().stream()))
    }
}

#[diagnostic::do_not_recommend]
impl Argument for HeaderMap {
    const KIND: Kind = Kind::Parameter;

    fn describe(_: &'static Param, _: bool, _: &mut Description) {}

    fn take(scope: &mut Scope, _: &'static Param, _: usize, _: &mut Errors) -> Result<Option<Self>, Abort> {
        Ok(Some(scope.request().headers().clone()))
    }
}

#[diagnostic::do_not_recommend]
impl Argument for Method {
    const KIND: Kind = Kind::Parameter;

    fn describe(_: &'static Param, _: bool, _: &mut Description) {}

    fn take(scope: &mut Scope, _: &'static Param, _: usize, _: &mut Errors) -> Result<Option<Self>, Abort> {
        Ok(Some(scope.request().method().clone()))
    }
}

#[diagnostic::do_not_recommend]
impl Argument for SecurityScopes {
    const KIND: Kind = Kind::Parameter;
    const SCOPES: bool = true;

    fn describe(_: &'static Param, _: bool, _: &mut Description) {}

    fn take(scope: &mut Scope, _: &'static Param, _: usize, _: &mut Errors) -> Result<Option<Self>, Abort> {
        Ok(Some(SecurityScopes::new(scope.security_scopes().iter().copied())))
    }
}

#[diagnostic::do_not_recommend]
impl ArgumentRef for Request {
    fn get(request: &Request) -> &Self {
        request
    }
}

#[diagnostic::do_not_recommend]
impl ArgumentRef for HeaderMap {
    fn get(request: &Request) -> &Self {
        request.headers()
    }
}

#[diagnostic::do_not_recommend]
impl ArgumentRef for Method {
    fn get(request: &Request) -> &Self {
        request.method()
    }
}

#[diagnostic::do_not_recommend]
impl ArgumentRef for Uri {
    fn get(request: &Request) -> &Self {
        request.uri()
    }
}

#[diagnostic::do_not_recommend]
impl ArgumentMut for ResponseParts {
    fn get(response: &mut ResponseParts) -> &mut Self {
        response
    }
}
