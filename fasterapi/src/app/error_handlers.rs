//! The builder's methods for handlers of errors.

use std::future::Future;

use super::App;
use crate::handler::IntoStatusCode;
use crate::http::HttpError;
use crate::middleware::HandledError;
use crate::request::Request;
use crate::response::Responder;

impl App {
    /// Whether errors that nobody expected are shown to the client: as a page with the error, its causes, and the
    /// backtrace of a panic, for browsers as HTML and for others as text. Never in production: it may hold secrets.
    /// `false` by default.
    ///
    /// The page comes before the handlers for [`AnyError`](crate::AnyError) and for 500; those for other types of error
    /// answer as always. It sets a panic hook, which calls the one there was. The backtrace of a returned
    /// `anyhow::Error` is shown if it has one (`RUST_BACKTRACE=1`).
    ///
    /// ```
    /// use fasterapi::prelude::*;
    ///
    /// let app = App::new().debug(cfg!(debug_assertions));
    /// ```
    pub fn debug(mut self, debug: bool) -> Self {
        self.config.debug = debug;
        self
    }

    /// What is answered instead of errors with this status code, those of unknown paths (404) and methods (405) among
    /// them. A handler for 500 also answers for everything unexpected.
    ///
    /// ```
    /// use fasterapi::prelude::*;
    ///
    /// async fn lost(request: Request, error: HttpError) -> Response {
    ///     let detail = format!("{} at {}", error.detail(), request.path());
    ///     HttpError::not_found(detail).into()
    /// }
    ///
    /// let app = App::new().exception_handler(404, lost);
    /// ```
    pub fn exception_handler<F, Fut>(mut self, status: impl IntoStatusCode, handler: F) -> Self
    where
        F: Fn(Request, HttpError) -> Fut + Send + Sync + 'static,
        Fut: Future<Output: Responder> + Send + 'static,
    {
        self.error_handlers.add_status(status.into_status_code(), handler);
        self
    }

    /// What is answered instead of errors of the type that `handler` takes: an error of your own, every
    /// [`HttpError`], a request that does not fit ([`RequestValidationError`](crate::RequestValidationError)), or all
    /// that nobody else answers for ([`AnyError`](crate::AnyError)).
    ///
    /// The request has no body any more. What the handler returns goes through the middleware as any answer does. A
    /// handler for a status code wins over one for a type; of two for the same the last added counts.
    ///
    /// ```
    /// use fasterapi::prelude::*;
    ///
    /// async fn refused(_: Request, error: RequestValidationError) -> Response {
    ///     Response::json(&json!({"errors": error.errors(), "sent": error.body()})).status(StatusCode::BAD_REQUEST)
    /// }
    ///
    /// let app = App::new().error_handler(refused);
    /// ```
    pub fn error_handler<E, F, Fut>(mut self, handler: F) -> Self
    where
        E: HandledError,
        F: Fn(Request, E) -> Fut + Send + Sync + 'static,
        Fut: Future<Output: Responder> + Send + 'static,
    {
        self.error_handlers.add(handler);
        self
    }
}
