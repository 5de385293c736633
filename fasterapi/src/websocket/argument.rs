//! [`WebSocket`] as an argument.

use std::sync::Arc;

use super::{Shared, WebSocket};
use crate::handler::{Description, Scope};
use crate::http::Errors;
use crate::params::{Argument, Kind, Param};
use crate::response::{Abort, Response};

/// In the extensions of a request: the WebSocket it asked for, until the handler takes it.
#[derive(Debug, Clone)]
pub(crate) struct Asked(pub(crate) Arc<Shared>);

#[diagnostic::do_not_recommend]
impl Argument for WebSocket {
    const KIND: Kind = Kind::Request;

    fn describe(_: &'static Param, _: bool, description: &mut Description) {
        description.takes_websocket();
    }

    fn take(scope: &mut Scope, _: &'static Param, _: usize, _: &mut Errors) -> Result<Option<Self>, Abort> {
        let mut request = scope.take_request();
        match request.extensions_mut().remove::<Asked>() {
            Some(Asked(shared)) => Ok(Some(Self::new(request, shared))),
            // `build()` lets no other route take one
            None => Err(Abort::new(Response::error("this request asks for no WebSocket"))),
        }
    }
}
