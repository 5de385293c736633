//! `Request::form`: a handler reads the form itself.

use super::{Encoding, FormData, FormLimits, read_urlencoded};
use crate::http::HttpError;
use crate::request::Request;
use crate::request::reading::within;

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
    /// 400 when the body is broken or exceeds `limits`, 413 when it is too large, 408 when it is too slow; return them
    /// with `?`.
    pub async fn form_with(&mut self, limits: FormLimits) -> Result<FormData, HttpError> {
        if let Some(form) = self.form_data() {
            return Ok(form.clone());
        }
        let memory = self.max_body_size();
        let form = match Encoding::of(self.headers()) {
            Encoding::NoForm => FormData::new(Vec::new()),
            Encoding::UrlEncoded => {
                let body = within(self.read_once()?, memory).await?;
                read_urlencoded(&body, limits)?
            }
            #[cfg(feature = "multipart")]
            Encoding::Multipart(boundary) => {
                super::read_multipart(self.read_once()?, boundary.as_deref(), limits, memory, &[]).await?
            }
            #[cfg(not(feature = "multipart"))]
            Encoding::Multipart(_) => return Err(Encoding::unsupported()),
        };
        self.set_form(form.clone());
        Ok(form)
    }
}
