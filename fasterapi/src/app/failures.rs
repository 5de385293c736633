//! The place of the error handlers on a request's way: around the routes, inside all middleware.

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

use super::Site;
use crate::handler::Answer;
use crate::http::Failure;
use crate::middleware::ErrorHandlers;
use crate::request::Request;
use crate::response::Response;
use crate::routing::{Found, Target};

type Later = Pin<Box<dyn Future<Output = Response> + Send>>;

impl Site {
    /// Answers `request` with all that is further in than middleware number `index`, and lets the handlers answer for
    /// its errors.
    pub(super) fn handled(self: &Arc<Self>, handlers: &Arc<ErrorHandlers>, index: usize, request: Request) -> Answer {
        let head = request.head();
        match Answer::caught(|| Self::through(self, index + 1, request)) {
            Answer::Ready(Some(response)) if !response.body().is_failure() => response.into(),
            answer => {
                let (site, handlers) = (Arc::clone(self), Arc::clone(handlers));
                Answer::Later(Box::pin(async move {
                    let response = answer.await;
                    site.answer_for(&handlers, head, response).await
                }))
            }
        }
    }

    pub(super) async fn answer_for(&self, handlers: &ErrorHandlers, head: Request, mut response: Response) -> Response {
        if !response.body().is_failure() {
            return response;
        }
        let Some(head) = self.rematched(head) else {
            return response;
        };
        let Some(mut failure) = response.body.take_failure() else {
            return response;
        };
        failure.name(|| self.name_of(&head));
        let again = head.head();
        let Some(mut answered) = run(handlers.run(head, failure)).await else {
            return response;
        };
        if answered.body().is_unexpected() {
            // The handler failed itself.
            if let Some(mut failure) = answered.body.take_failure() {
                failure.name(|| self.name_of(&again));
                answered = run(handlers.run_last_resort(again, failure)).await.unwrap_or(answered);
            }
        }
        let Response { status, headers, body } = answered;
        (response.status, response.headers) = (status, headers);
        response.body.replace(body);
        response
    }

    /// A request as the log names it: method and path, and its id if it has one.
    fn name_of(&self, request: &Request) -> String {
        let id = self
            .request_id
            .as_ref()
            .and_then(|header| request.headers().get(header));
        match id.and_then(|id| id.to_str().ok()) {
            Some(id) => format!("{id} {} {:?}", request.method(), request.path()),
            None => format!("{} {:?}", request.method(), request.path()),
        }
    }

    /// The request with the parameters of its path, for `path_param`. `None`: it went to another app, mounted here,
    /// whose errors are its own.
    fn rematched(&self, mut head: Request) -> Option<Request> {
        #[cfg(feature = "websockets")]
        if head.is_websocket() && self.find_websocket(&mut head) {
            return Some(head);
        }
        let (method, path, base, params) = head.routing();
        match self.table.find(method, path, base, params) {
            Found::Route(Target::Operation(number) | Target::Wrapped(number)) => head.matched(number),
            Found::Nothing if self.mounts.iter().any(|mount| mount.takes(head.route_path()).is_some()) => return None,
            _ => {}
        }
        Some(head)
    }
}

/// The answer of a handler, if there was one. Its panic is an error like any other.
async fn run(found: Result<Later, Option<Failure>>) -> Option<Response> {
    match found {
        Ok(answer) => Some(Answer::Later(answer).await),
        Err(failure) => {
            // Nobody takes it: the log does, when it goes out of scope.
            drop(failure);
            None
        }
    }
}
