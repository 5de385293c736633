//! The way of a request that asks for a WebSocket: its route, the handler, and the connection afterwards.

use std::sync::Arc;

use http::{Method, StatusCode};

use super::{App, Site};
use crate::handler::Answer;
use crate::http::HttpError;
use crate::middleware::Middleware;
use crate::request::Request;
use crate::response::error_response;
use crate::routing::{Found, Target};
use crate::websocket::{Asked, Handshake, OnFailure, Session, Shared, WebSocketConfig};

impl App {
    /// The limits of WebSockets.
    pub fn websockets(mut self, config: WebSocketConfig) -> Self {
        self.config.websockets = config;
        self
    }
}

/// The method that stands for WebSockets in their own table, where no request's method is looked up.
pub(super) fn method() -> Method {
    Method::from_bytes(b"WEBSOCKET").unwrap_or(Method::GET)
}

impl Site {
    /// Whether this app has WebSockets, and the request asks for one.
    #[inline]
    pub(super) fn wants_websocket(&self, request: &Request) -> bool {
        self.websockets.is_some() && Handshake::is_asked_for(request)
    }

    /// Answers a request that asks for a WebSocket. Where there is none, 403, as a client of FastAPI sees it.
    #[cold]
    pub(super) fn route_websocket(self: &Arc<Self>, mut request: Request) -> Answer {
        if self.find_websocket(&mut request) {
            return self.within_route(request);
        }
        match self.find_mount(&request) {
            Some((mount, taken)) => mount.enter(taken, request),
            None => error_response(HttpError::status_only(StatusCode::FORBIDDEN)).into(),
        }
    }

    /// The route of a WebSocket, with the parameters of its path.
    pub(super) fn find_websocket(&self, request: &mut Request) -> bool {
        let Some(table) = &self.websockets else { return false };
        let (_, path, base, params) = request.routing();
        match table.find(&method(), path, base, params) {
            Found::Route(Target::Operation(number)) => {
                request.matched(number);
                true
            }
            _ => false,
        }
    }

    /// Calls the handler, and answers when it has accepted or refused.
    pub(super) fn start_websocket(self: &Arc<Self>, mut request: Request, number: usize) -> Answer {
        let handshake = match Handshake::of(&mut request) {
            Ok(handshake) => handshake,
            Err(abort) => return abort.into_response().into(),
        };
        let on_failure = self.on_failure(&request);
        let shared = Shared::new(&self.config.websockets);
        request.extensions_mut().insert(Asked(Arc::clone(&shared)));
        let session = Session {
            handler: self.call(request, number),
            shared,
            handshake,
            closing: self.pending.closing().clone(),
            on_failure,
        };
        Answer::Later(Box::pin(session.start()))
    }

    /// What the handlers of errors say to the failure of a handler whose WebSocket is open already.
    fn on_failure(self: &Arc<Self>, request: &Request) -> Option<OnFailure> {
        let handlers = self.middleware.iter().find_map(|middleware| match middleware {
            Middleware::Errors(handlers) => Some(Arc::clone(handlers)),
            _ => None,
        })?;
        let (site, head) = (Arc::clone(self), request.head());
        Some(Box::new(move |response| {
            Box::pin(async move { site.answer_for(&handlers, head, response).await })
        }))
    }
}
