//! The answers of errors. Each keeps its error, for the handlers the app may have for it.

use bytes::Bytes;
use http::{HeaderMap, StatusCode};
use serde::Serialize;

use super::json::JSON;
use super::{Body, Response, forbids_body, internal_server_error};
use crate::BoxError;
use crate::http::{
    AnyError, BodyError, Failure, HttpError, RequestValidationError, Unexpected, WebSocketDisconnect, WebSocketError,
    WebSocketException,
};

#[derive(Serialize)]
struct Detail<T> {
    detail: T,
}

/// `{"detail": …}` with the error's status and headers. Statuses that forbid a body get none.
#[cold]
pub(crate) fn error_response(error: HttpError) -> Response {
    let (status, mut headers) = (error.status(), error.headers().clone());
    let body = if forbids_body(status) {
        Bytes::new()
    } else {
        detail(error.detail(), &mut headers)
    };
    Response {
        status,
        headers: headers.into(),
        body: Body::failed(body, Failure::Http(error)),
    }
}

/// 422 with every error.
#[cold]
pub(crate) fn validation_response(error: RequestValidationError) -> Response {
    let mut headers = HeaderMap::new();
    let body = detail(error.errors(), &mut headers);
    Response {
        status: StatusCode::UNPROCESSABLE_ENTITY,
        headers: headers.into(),
        body: Body::failed(body, Failure::Validation(error)),
    }
}

/// 403, for a WebSocket that is refused before it is accepted; of one that was, the failure tells how it is closed.
#[cold]
pub(crate) fn closed_response(exception: WebSocketException) -> Response {
    let mut response = error_response(HttpError::status_only(StatusCode::FORBIDDEN));
    let bytes = Bytes::copy_from_slice(response.body.as_bytes().unwrap_or_default());
    response.body = Body::failed(bytes, Failure::Closed(exception));
    response
}

/// How a WebSocket ends with an error that is the client's doing; any other error is given back.
fn closing(error: BoxError) -> Result<WebSocketException, BoxError> {
    let error = match error.downcast::<WebSocketException>() {
        Ok(exception) => return Ok(*exception),
        Err(error) => error,
    };
    let error = match error.downcast::<WebSocketDisconnect>() {
        Ok(disconnect) => return Ok(WebSocketError::from(*disconnect).into_exception()),
        Err(error) => error,
    };
    match error.downcast::<WebSocketError>() {
        Ok(error) if !error.is_ours() => Ok(error.into_exception()),
        Ok(error) => Err(error),
        Err(error) => Err(error),
    }
}

fn detail(detail: impl Serialize, headers: &mut HeaderMap) -> Bytes {
    headers.insert(http::header::CONTENT_TYPE, JSON);
    // Values and error lists have nothing that JSON could not hold.
    serde_json::to_vec(&Detail { detail }).unwrap_or_default().into()
}

impl Response {
    /// 500 without a word about `error`, which the log gets, unless a handler of the app's answers for it.
    ///
    /// ```
    /// use fasterapi::Response;
    ///
    /// let response = Response::error("the disk is full");
    /// assert_eq!(response.status_code(), 500);
    /// assert_eq!(response.body().as_bytes(), Some(&b"Internal Server Error"[..]));
    /// ```
    #[cold]
    pub fn error(error: impl Into<BoxError>) -> Self {
        let error: BoxError = error.into();
        // An error meant for the client may have been carried in a box.
        let error = match error.downcast::<HttpError>() {
            Ok(error) => return error_response(*error),
            Err(error) => match closing(error) {
                Ok(exception) => return closed_response(exception),
                Err(error) => error,
            },
        };
        // The client's fault, not the program's.
        if let Some(error) = error.downcast_ref::<BodyError>() {
            return error_response(error.answer());
        }
        let mut response = internal_server_error();
        let bytes = Bytes::copy_from_slice(response.body.as_bytes().unwrap_or_default());
        response.body = Body::failed(bytes, Failure::Unexpected(Unexpected::new(error)));
        response
    }
}

impl From<HttpError> for Response {
    fn from(error: HttpError) -> Self {
        error_response(error)
    }
}

impl From<RequestValidationError> for Response {
    fn from(error: RequestValidationError) -> Self {
        validation_response(error)
    }
}

impl From<AnyError> for Response {
    fn from(error: AnyError) -> Self {
        Self::error(error.into_inner())
    }
}
