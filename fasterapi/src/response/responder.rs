//! [`Responder`]: the types a handler may return, and what the document says of them.

use http::{HeaderValue, StatusCode, header};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde::Serialize;

use super::failed::{closed_response, error_response};
use super::file::media_type;
use super::json::{JSON, forbids_body, json_response, pruned_response};
use super::types::{HTML, Html, PLAIN, PlainText, Response, text};
use super::{Body, Headers, Redirect};
use crate::http::{AnyError, HttpError, WebSocketDisconnect, WebSocketError, WebSocketException};
use crate::model::{Constraints, JsonSchema, Prune, Schema, Schemas};

/// What a [`Responder`] makes its answer from.
#[derive(Debug, Default)]
pub struct Respond {
    /// The status code: set on [`ResponseParts`](crate::ResponseParts), declared by the route, or 200. `None`: the type's own.
    pub status: Option<StatusCode>,
    /// The headers set so far.
    pub headers: Headers,
    /// A guess at the body's length in bytes.
    pub(crate) size_hint: usize,
    /// What is left out of models.
    pub(crate) prune: Option<&'static Prune<'static>>,
}

impl Respond {
    /// The answer with this body; for response types of your own. Text is UTF-8 unless the media type says otherwise.
    pub fn with(mut self, media_type: &str, body: impl Into<Body>) -> Response {
        let Some(media_type) = media_type::with_charset(media_type) else {
            return Response::fault(format!("{media_type:?} is not a media type"));
        };
        self.headers.insert(header::CONTENT_TYPE, media_type);
        Response {
            status: self.status.unwrap_or(StatusCode::OK),
            headers: self.headers,
            body: body.into(),
        }
    }
}

/// What the document says of an answer.
#[derive(Debug, Default)]
pub struct ResponseDescription {
    /// The body's media type; `None`: no content.
    pub media_type: Option<&'static str>,
    /// The body's schema.
    pub schema: Option<Schema>,
    /// What a stream is of, instead of `schema`.
    pub items: Option<Items>,
    /// The type's own status code, when the route declares none (a redirect's 307).
    pub status: Option<StatusCode>,
}

/// What the document says of a stream's items (`itemSchema`).
#[derive(Debug)]
pub enum Items {
    /// One value of this schema after the other.
    Lines(Schema),
    /// Server-Sent Events, with data of this schema, or of any kind.
    Events(Option<Schema>),
}

/// What the document says of one way to fail.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ErrorDescription {
    /// The status code of the answer.
    pub status: StatusCode,
    /// Its description.
    pub description: &'static str,
    /// The names of the headers it carries.
    pub headers: &'static [&'static str],
}

/// A type a handler may return.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be a response",
    label = "neither JSON nor a response type",
    note = "put `#[model]` on `{Self}`, or return a `Response`"
)]
pub trait Responder {
    /// Whether the answer depends on the request, as a file's does, or ends with the server, as an event stream does.
    #[doc(hidden)]
    const READS_REQUEST: bool = false;

    /// Makes the answer.
    fn respond(self, answer: Respond) -> Response;

    /// Describes the success answer.
    fn describe(description: &mut ResponseDescription, schemas: &mut Schemas);

    /// Adds the answers that the document shows when this type is the error of a handler or dependency.
    fn describe_errors(_errors: &mut Vec<ErrorDescription>) {}
}

#[diagnostic::do_not_recommend]
impl<T: Serialize + JsonSchema> Responder for T {
    fn respond(self, answer: Respond) -> Response {
        let status = answer.status.unwrap_or(StatusCode::OK);
        if forbids_body(status) {
            // FastAPI names the type of a body that it then leaves out, and clients have come to see it
            let mut headers = answer.headers;
            headers.insert(header::CONTENT_TYPE, JSON);
            return Response {
                status,
                headers,
                body: Body::empty(),
            };
        }
        if let Some(prune) = answer.prune {
            return pruned_response(status, &self, answer.headers, |json| prune.apply(&self, json));
        }
        json_response(status, &self, answer.headers, answer.size_hint)
    }

    fn describe(description: &mut ResponseDescription, schemas: &mut Schemas) {
        description.media_type = Some("application/json");
        description.schema = Some(T::schema(schemas, &Constraints::NONE));
    }
}

impl Responder for Response {
    const READS_REQUEST: bool = true;

    fn respond(self, _: Respond) -> Response {
        self.with_true_length()
    }

    fn describe(description: &mut ResponseDescription, _: &mut Schemas) {
        description.media_type = Some("application/json");
        description.schema = Some(Schema::any());
    }
}

impl<T: Responder, E: Responder> Responder for Result<T, E> {
    const READS_REQUEST: bool = T::READS_REQUEST || E::READS_REQUEST;

    fn respond(self, answer: Respond) -> Response {
        match self {
            Ok(value) => value.respond(answer),
            Err(error) => error.respond(Respond::default()),
        }
    }

    fn describe(description: &mut ResponseDescription, schemas: &mut Schemas) {
        T::describe(description, schemas);
    }

    fn describe_errors(errors: &mut Vec<ErrorDescription>) {
        E::describe_errors(errors);
    }
}

impl Responder for HttpError {
    fn respond(self, _: Respond) -> Response {
        error_response(self)
    }

    fn describe(_: &mut ResponseDescription, _: &mut Schemas) {}
}

impl Responder for WebSocketException {
    fn respond(self, _: Respond) -> Response {
        closed_response(self)
    }

    fn describe(_: &mut ResponseDescription, _: &mut Schemas) {}
}

impl Responder for WebSocketDisconnect {
    fn respond(self, _: Respond) -> Response {
        closed_response(WebSocketError::from(self).into_exception())
    }

    fn describe(_: &mut ResponseDescription, _: &mut Schemas) {}
}

impl Responder for WebSocketError {
    fn respond(self, _: Respond) -> Response {
        Response::error(self)
    }

    fn describe(_: &mut ResponseDescription, _: &mut Schemas) {}
}

impl Responder for AnyError {
    fn respond(self, _: Respond) -> Response {
        self.into()
    }

    fn describe(_: &mut ResponseDescription, _: &mut Schemas) {}
}

impl<T: Into<bytes::Bytes>> Responder for Html<T> {
    fn respond(self, answer: Respond) -> Response {
        let status = answer.status.unwrap_or(StatusCode::OK);
        text(status, self.0.into(), HTML, answer.headers)
    }

    fn describe(description: &mut ResponseDescription, _: &mut Schemas) {
        description.media_type = Some("text/html");
        description.schema = Some(Schema::of_type("string"));
    }
}

impl<T: Into<bytes::Bytes>> Responder for PlainText<T> {
    fn respond(self, answer: Respond) -> Response {
        let status = answer.status.unwrap_or(StatusCode::OK);
        text(status, self.0.into(), PLAIN, answer.headers)
    }

    fn describe(description: &mut ResponseDescription, _: &mut Schemas) {
        description.media_type = Some("text/plain");
        description.schema = Some(Schema::of_type("string"));
    }
}

/// What an address keeps: the characters that mean something in it, and what is encoded already.
const URL: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b':')
    .remove(b'/')
    .remove(b'%')
    .remove(b'#')
    .remove(b'?')
    .remove(b'=')
    .remove(b'@')
    .remove(b'[')
    .remove(b']')
    .remove(b'!')
    .remove(b'$')
    .remove(b'&')
    .remove(b'\'')
    .remove(b'(')
    .remove(b')')
    .remove(b'*')
    .remove(b'+')
    .remove(b',')
    .remove(b';')
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~');

impl Responder for Redirect {
    fn respond(self, answer: Respond) -> Response {
        let Ok(location) = HeaderValue::try_from(utf8_percent_encode(&self.location, URL).to_string()) else {
            return Response::fault(format!("{:?} is not an address to redirect to", self.location));
        };
        let mut headers = answer.headers;
        headers.insert(header::LOCATION, location);
        Response {
            status: answer.status.unwrap_or(self.status),
            headers,
            body: Body::empty(),
        }
    }

    fn describe(description: &mut ResponseDescription, _: &mut Schemas) {
        description.status = Some(StatusCode::TEMPORARY_REDIRECT);
    }
}
