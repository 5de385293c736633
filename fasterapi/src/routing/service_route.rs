//! Routes without a function that has arguments: a function of the whole request, or a service.

use std::any::type_name;
use std::fmt;
use std::future::Future;
use std::pin::Pin;

use super::mount::Mounted;
use super::not_found;
use crate::dependency::pass_guards;
use crate::handler::{Answer, Scope};
use crate::request::Request;
use crate::response::file::Conditions;
use crate::response::{Respond, Responder, Response};

/// Answers a request with the route's service: the dependencies around it run first.
pub(super) fn call(mut scope: Scope) -> Answer {
    Answer::later(async move {
        if let Err(abort) = pass_guards(&mut scope).await {
            return abort.into_response();
        }
        let Some(service) = scope.service() else {
            return not_found();
        };
        let headers = std::mem::take(scope.lend().1.headers_mut());
        let mut response = service.call(scope.take_request()).await;
        for (name, value) in &headers {
            if !response.headers.contains_key(name) {
                response.headers.append(name, value.clone());
            }
        }
        response
    })
}

/// A function of the whole request.
pub(super) struct Function<F>(pub(super) F);

impl<F> fmt::Debug for Function<F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(type_name::<F>())
    }
}

impl<F, Fut> Mounted for Function<F>
where
    F: Fn(Request) -> Fut + Send + Sync + 'static,
    Fut: Future<Output: Responder> + Send + 'static,
{
    fn call(&self, request: Request) -> Pin<Box<dyn Future<Output = Response> + Send>> {
        let reads = <Fut::Output as Responder>::READS_REQUEST;
        let conditions = reads.then(|| Conditions::of(request.method(), request.headers()));
        let output = (self.0)(request);
        Box::pin(async move {
            let mut response = output.await.respond(Respond::default());
            if let (Some(conditions), Some(file)) = (conditions, response.body.pending_file()) {
                file.conditions = conditions;
            }
            response
        })
    }
}
