//! Requests that are larger than the app or its server allows, and what the server says in the app's place.

use http::{HeaderMap, StatusCode, Uri, header};

use super::{App, AppService, Config, Site};
use crate::http::HttpError;
use crate::response::{Body, Response, error_response};
use crate::server;

/// What is checked of a head before anything else.
#[derive(Debug, Clone, Copy)]
pub(crate) struct HeadLimits {
    /// Of the target, in bytes.
    pub(crate) target: usize,
    /// Of the name and value of one field, in bytes.
    pub(crate) field: usize,
    /// Of the method, in bytes.
    pub(crate) method: usize,
    /// Parameters of the query.
    pub(crate) query_params: usize,
    pub(crate) cookies: usize,
}

impl Default for HeadLimits {
    fn default() -> Self {
        let server = server::Limits::default();
        Self {
            target: server.target,
            field: server.field,
            method: server.method,
            query_params: 1000,
            cookies: 100,
        }
    }
}

impl HeadLimits {
    /// As long as the shortest head that [`exceeded`](Self::exceeded) can find too large: a parameter has a letter at
    /// least, and a sign before the next.
    fn shortest(self) -> usize {
        self.target.min(self.field).min(self.query_params.saturating_mul(2))
    }

    /// Why a request is refused.
    fn exceeded(self, uri: &Uri, headers: &HeaderMap) -> Option<HttpError> {
        let path = uri.path_and_query().map_or(0, |target| target.as_str().len());
        let address = uri.authority().map_or(0, |authority| authority.as_str().len());
        if path + address > self.target {
            return Some(closing(StatusCode::URI_TOO_LONG));
        }
        let mut fields = headers.iter();
        if fields.any(|(name, value)| name.as_str().len() + value.len() > self.field) {
            return Some(closing(StatusCode::REQUEST_HEADER_FIELDS_TOO_LARGE));
        }
        let query = uri.query().unwrap_or_default();
        // a shorter one cannot have so many
        if query.len() < self.query_params.saturating_mul(2) {
            return None;
        }
        let params = query.split('&').filter(|pair| !pair.is_empty());
        (params.count() > self.query_params).then(|| {
            HttpError::bad_request(format!(
                "Too many query parameters. Maximum number is {}.",
                self.query_params
            ))
        })
    }
}

/// The answer to a request that must be the connection's last.
fn closing(status: StatusCode) -> HttpError {
    HttpError::status_only(status).header(header::CONNECTION, "close")
}

impl Site {
    /// Why a request is refused that is larger than allowed.
    pub(super) fn exceeds(&self, uri: &Uri, headers: &HeaderMap) -> Option<HttpError> {
        self.config().head_limits.exceeded(uri, headers)
    }
}

impl server::Refuse for AppService {
    fn refuses_from(&self) -> usize {
        self.site().config().head_limits.shortest()
    }

    #[cold]
    fn refuse<B>(&self, request: &http::Request<B>) -> Option<http::Response<Body>> {
        let error = self.site().exceeds(request.uri(), request.headers())?;
        Some(error_response(error).into_http())
    }

    #[cold]
    fn note<B>(&self, request: &http::Request<B>, refusal: http::Response<Body>) -> http::Response<Body> {
        self.site()
            .note_refusal(request, self.client(), Response::from_http(refusal))
    }
}

impl Config {
    /// Takes what the server was told to limit.
    pub(super) fn limit(&mut self, limits: &server::Limits) {
        self.head_limits.target = limits.target;
        self.head_limits.field = limits.field;
        self.head_limits.method = limits.method;
        let set = |place: &mut usize, limit: Option<usize>| *place = limit.unwrap_or(*place);
        set(&mut self.head_limits.query_params, limits.query_params);
        set(&mut self.head_limits.cookies, limits.cookies);
        set(&mut self.max_body_size, limits.body);
        set(&mut self.form_limits.fields, limits.form_fields);
        set(&mut self.form_limits.files, limits.form_files);
        set(&mut self.form_limits.part_size, limits.form_field_size);
        set(&mut self.form_limits.part_headers, limits.form_part_headers);
        self.form_limits.total_size = limits.form_size.unwrap_or(self.form_limits.total_size);
        self.max_decompression_ratio = limits.decompression_ratio.unwrap_or(self.max_decompression_ratio);
    }
}

/// How much of a request is read.
impl App {
    /// The most parameters of a query; 1000 by default. More are answered 400.
    pub fn max_query_params(mut self, params: usize) -> Self {
        self.config.head_limits.query_params = params;
        self
    }

    /// The most cookies of a request to a route that takes any; 100 by default. More are answered 400.
    pub fn max_cookies(mut self, cookies: usize) -> Self {
        self.config.head_limits.cookies = cookies;
        self
    }

    /// How many bytes may come out of one byte of a compressed body, for the middleware
    /// [`Decompression`](crate::middleware::Decompression); 100 by default, counted once more than 64 KiB have come
    /// out. A body that has more in it is answered 413.
    pub fn max_decompression_ratio(mut self, ratio: u32) -> Self {
        self.config.max_decompression_ratio = ratio;
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn status(target: &str, fields: &[(&'static str, usize)]) -> Option<u16> {
        let mut headers = HeaderMap::new();
        for (name, length) in fields {
            headers.append(*name, "x".repeat(*length).parse().unwrap());
        }
        let limits = HeadLimits {
            target: 40,
            field: 20,
            query_params: 3,
            ..HeadLimits::default()
        };
        let error = limits.exceeded(&target.parse().unwrap(), &headers);
        error.map(|error| error.status().as_u16())
    }

    #[test]
    fn what_is_just_allowed_gets_through() {
        let path = format!("/{}", "p".repeat(39));
        assert_eq!(status(&path, &[("a", 19), ("b", 19)]), None);
        assert_eq!(status("/?a&b=&&c=1&", &[]), None);
        assert_eq!(status("*", &[]), None);
    }

    #[test]
    fn what_is_more_is_refused() {
        assert_eq!(status(&format!("/{}", "p".repeat(40)), &[]), Some(414));
        assert_eq!(status(&format!("http://host/{}", "p".repeat(36)), &[]), Some(414));
        assert_eq!(status("/", &[("a", 1), ("b", 20)]), Some(431));
        assert_eq!(status("/?a&a&a&a", &[]), Some(400));
    }

    #[test]
    fn nothing_shorter_than_the_shortest_is_refused() {
        let limits = HeadLimits::default();
        assert_eq!(limits.shortest(), 2000);
        let target = format!("/?{}", vec!["a"; 1001].join("&"));
        assert!(target.len() > limits.shortest());
        let error = limits.exceeded(&target.parse().unwrap(), &HeaderMap::new());
        assert_eq!(error.map(|error| error.status().as_u16()), Some(400));
    }
}
