//! [`TemplateResponse`].

use http::header::{Entry, SET_COOKIE};
use http::{HeaderMap, HeaderName, HeaderValue, StatusCode};
use minijinja::Error;

use crate::model::{Schema, Schemas};
use crate::response::{Cookie, Respond, Responder, Response, ResponseDescription};

/// A rendered template: what [`Templates::response`](super::Templates::response) makes.
#[derive(Debug)]
#[must_use]
pub struct TemplateResponse {
    page: Result<Response, Error>,
    status: Option<StatusCode>,
    media_type: String,
}

impl TemplateResponse {
    pub(super) fn new(text: Result<String, Error>) -> Self {
        Self {
            page: text.map(Response::new),
            status: None,
            media_type: "text/html".to_owned(),
        }
    }

    /// Sets the status code; by default that of the route.
    pub fn status(mut self, status: StatusCode) -> Self {
        self.status = Some(status);
        self
    }

    /// Sets a header. One that HTTP does not allow makes the whole answer a 500.
    pub fn header<N, V>(mut self, name: N, value: V) -> Self
    where
        N: TryInto<HeaderName>,
        V: TryInto<HeaderValue>,
    {
        self.page = self.page.map(|page| page.header(name, value));
        self
    }

    /// Sets a cookie.
    pub fn cookie(mut self, cookie: Cookie) -> Self {
        self.page = self.page.map(|page| page.cookie(cookie));
        self
    }

    /// Sets the media type; text is UTF-8 unless it says otherwise.
    pub fn media_type(mut self, media_type: impl Into<String>) -> Self {
        self.media_type = media_type.into();
        self
    }
}

impl Responder for TemplateResponse {
    fn respond(self, answer: Respond) -> Response {
        let page = match self.page {
            Ok(page) if page.is_pending() => return page,
            Ok(page) => page,
            Err(error) => return Response::error(error),
        };
        let mut response = answer.with(&self.media_type, page.body);
        if let Some(status) = self.status {
            response.status = status;
        }
        let mut headers = page.headers;
        // One header takes the place of another, but cookies are set beside each other.
        if let Entry::Occupied(cookies) = headers.entry(SET_COOKIE) {
            for cookie in cookies.remove_entry_mult().1 {
                response.headers.append(SET_COOKIE, cookie);
            }
        }
        response.headers.extend(HeaderMap::from(headers));
        response
    }

    fn describe(description: &mut ResponseDescription, _: &mut Schemas) {
        description.media_type = Some("text/html");
        description.schema = Some(Schema::of_type("string"));
    }
}

impl From<TemplateResponse> for Response {
    fn from(response: TemplateResponse) -> Self {
        response.respond(Respond::default())
    }
}
