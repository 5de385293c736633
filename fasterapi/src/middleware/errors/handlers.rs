//! [`ErrorHandlers`]: which function answers for which error.

use std::fmt;
use std::future::Future;
use std::pin::Pin;

use http::StatusCode;

use super::{HandledError, debug};
use crate::http::{Failure, HttpError};
use crate::request::Request;
use crate::response::{Respond, Responder, Response};

type Answer = Pin<Box<dyn Future<Output = Response> + Send>>;
type Fits = fn(&Failure) -> bool;
type Run = Box<dyn Fn(Request, Failure) -> Option<Answer> + Send + Sync>;

/// The handlers of one app. Of two for the same error the last one added counts, as in FastAPI.
#[derive(Default)]
pub struct ErrorHandlers {
    statuses: Vec<(StatusCode, Run)>,
    types: Vec<(Fits, Run)>,
    any: Option<Run>,
}

impl fmt::Debug for ErrorHandlers {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "ErrorHandlers({} statuses, {} types)",
            self.statuses.len(),
            self.types.len()
        )
    }
}

impl ErrorHandlers {
    pub(crate) fn is_empty(&self) -> bool {
        self.statuses.is_empty() && self.types.is_empty() && self.any.is_none()
    }

    /// `handler` answers for the error type it takes.
    pub(crate) fn add<E, F, Fut>(&mut self, handler: F)
    where
        E: HandledError,
        F: Fn(Request, E) -> Fut + Send + Sync + 'static,
        Fut: Future<Output: Responder> + Send + 'static,
    {
        let run: Run = Box::new(move |request, failure| E::take(failure).map(|error| boxed(handler(request, error))));
        if E::ANY {
            self.any = Some(run);
        } else {
            self.types.push((E::fits, run));
        }
    }

    /// `handler` answers for errors with this status code; for 500 it answers for everything unexpected too.
    pub(crate) fn add_status<F, Fut>(&mut self, status: StatusCode, handler: F)
    where
        F: Fn(Request, HttpError) -> Fut + Send + Sync + 'static,
        Fut: Future<Output: Responder> + Send + 'static,
    {
        let run: Run = Box::new(move |request, failure| {
            let error = match failure {
                Failure::Http(error) => error,
                Failure::Validation(_) | Failure::Closed(_) => return None,
                Failure::Unexpected(error) => {
                    drop(error.tell());
                    HttpError::status_only(StatusCode::INTERNAL_SERVER_ERROR)
                }
            };
            Some(boxed(handler(request, error)))
        });
        self.statuses.push((status, run));
    }

    /// Answers for everything nobody expected with a page that shows the error, instead of the last resort.
    pub(crate) fn show_errors(&mut self) {
        self.any = Some(Box::new(|request, failure| match failure {
            Failure::Unexpected(error) => {
                let response = debug::page(&request, &error.tell());
                Some(Box::pin(std::future::ready(response)))
            }
            Failure::Http(_) | Failure::Validation(_) | Failure::Closed(_) => None,
        }));
    }

    /// The answer of the handler for `failure`, if there is one; else the failure again.
    pub(crate) fn run(&self, request: Request, failure: Failure) -> Result<Answer, Option<Failure>> {
        match self.find(&failure) {
            Some(run) => run(request, failure).ok_or(None),
            None => Err(Some(failure)),
        }
    }

    /// A status wins over a type, as in Starlette; what stands for everything comes last.
    fn find(&self, failure: &Failure) -> Option<&Run> {
        let status = match failure {
            Failure::Http(error) => self.of_status(error.status()),
            Failure::Validation(_) | Failure::Unexpected(_) | Failure::Closed(_) => None,
        };
        let of_type = || {
            self.types
                .iter()
                .rev()
                .find(|(fits, _)| fits(failure))
                .map(|(_, run)| run)
        };
        status.or_else(of_type).or_else(|| self.last_resort(failure))
    }

    fn of_status(&self, status: StatusCode) -> Option<&Run> {
        self.statuses
            .iter()
            .rev()
            .find(|(known, _)| *known == status)
            .map(|(_, run)| run)
    }

    /// Who answers for errors nobody expected.
    fn last_resort(&self, failure: &Failure) -> Option<&Run> {
        match failure {
            Failure::Unexpected(_) => self
                .any
                .as_ref()
                .or_else(|| self.of_status(StatusCode::INTERNAL_SERVER_ERROR)),
            Failure::Http(_) | Failure::Validation(_) | Failure::Closed(_) => None,
        }
    }

    /// The answer of the last resort to the failure of a handler.
    pub(crate) fn run_last_resort(&self, request: Request, failure: Failure) -> Result<Answer, Option<Failure>> {
        match self.last_resort(&failure) {
            Some(run) => run(request, failure).ok_or(None),
            None => Err(Some(failure)),
        }
    }
}

fn boxed(answer: impl Future<Output: Responder> + Send + 'static) -> Answer {
    Box::pin(async move { answer.await.respond(Respond::default()) })
}
