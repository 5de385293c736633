//! `Request::form`: a handler reads the form itself.

use bytes::Bytes;
use http::StatusCode;
use http_body_util::{BodyExt, LengthLimitError, Limited};

use super::{Encoding, FormData, FormLimits, read_urlencoded};
use crate::http::HttpError;
use crate::request::Request;
use crate::response::Body;

impl Request {
    /// The form in the body, URL-encoded or multipart; empty when the body is no form. Read once and kept.
    ///
    /// # Errors
    /// As [`form_with`](Self::form_with), with the app's own limits.
    pub async fn form(&mut self) -> Result<FormData, HttpError> {
        let limits = self.site().map(|site| site.config().form_limits);
        self.form_with(limits.unwrap_or_default()).await
    }

    /// As [`form`](Self::form), with limits of the caller's own.
    ///
    /// # Errors
    /// 400 when the body is broken or exceeds `limits`, 413 when it is too large; return them with `?`.
    pub async fn form_with(&mut self, limits: FormLimits) -> Result<FormData, HttpError> {
        const MEMORY: usize = 2 * 1024 * 1024;
        if let Some(form) = self.form_data() {
            return Ok(form.clone());
        }
        let memory = self.site().map_or(MEMORY, |site| site.config().max_body_size);
        let form = match Encoding::of(self.headers()) {
            Encoding::NoForm => FormData::new(Vec::new()),
            Encoding::UrlEncoded => {
                let body = within(self.take_body(), memory).await?;
                read_urlencoded(&body, limits)?
            }
            #[cfg(feature = "multipart")]
            Encoding::Multipart(boundary) => {
                super::read_multipart(self.take_body(), boundary.as_deref(), limits, memory, &[]).await?
            }
            #[cfg(not(feature = "multipart"))]
            Encoding::Multipart(_) => return Err(Encoding::unsupported()),
        };
        self.set_form(form.clone());
        Ok(form)
    }
}

/// The whole body, when it is not longer than `limit` bytes.
async fn within(body: Body, limit: usize) -> Result<Bytes, HttpError> {
    match Limited::new(body, limit).collect().await {
        Ok(body) => Ok(body.to_bytes()),
        Err(error) if error.is::<LengthLimitError>() => {
            Err(HttpError::new(StatusCode::PAYLOAD_TOO_LARGE, "Content Too Large"))
        }
        Err(_) => Err(HttpError::bad_request("There was an error parsing the body")),
    }
}
