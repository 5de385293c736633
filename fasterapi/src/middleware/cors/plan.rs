//! [`Plan`]: a [`Cors`] with everything made ready.

use std::ops::ControlFlow;

use http::header::{
    ACCESS_CONTROL_ALLOW_CREDENTIALS, ACCESS_CONTROL_ALLOW_HEADERS, ACCESS_CONTROL_ALLOW_METHODS,
    ACCESS_CONTROL_ALLOW_ORIGIN, ACCESS_CONTROL_EXPOSE_HEADERS, ACCESS_CONTROL_MAX_AGE, ACCESS_CONTROL_REQUEST_HEADERS,
    ACCESS_CONTROL_REQUEST_METHOD, ORIGIN, VARY,
};
use http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode};

use super::Cors;
use super::origins::Origins;
use crate::http::{find_header, vary_on};
use crate::middleware::Hook;
use crate::request::Request;
use crate::response::{Body, Response};

const REQUEST_PRIVATE_NETWORK: HeaderName = HeaderName::from_static("access-control-request-private-network");
const ALLOW_PRIVATE_NETWORK: HeaderName = HeaderName::from_static("access-control-allow-private-network");
const PREFLIGHT_VARY: HeaderValue = HeaderValue::from_static(
    "Origin, Access-Control-Request-Method, Access-Control-Request-Headers, Access-Control-Request-Private-Network",
);
const TRUE: HeaderValue = HeaderValue::from_static("true");
const STAR: HeaderValue = HeaderValue::from_static("*");
const ORIGIN_NAME: HeaderValue = HeaderValue::from_static("Origin");

/// What `*` stands for among methods.
const METHODS: [&str; 8] = ["DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT", "QUERY"];
/// Headers that pages may always send.
const SAFE_HEADERS: [&str; 4] = ["Accept", "Accept-Language", "Content-Language", "Content-Type"];

/// Whose page a request comes from.
#[derive(Debug)]
pub(super) enum Page {
    /// The app's own, or no page at all.
    Own,
    /// One of an origin that is not allowed.
    Refused,
    /// One of an origin that is allowed, and how that is told.
    Allowed(HeaderValue),
}

/// A [`Cors`] with everything made ready.
#[derive(Debug)]
pub(super) struct Plan {
    origins: Origins,
    /// Whether the answer to an allowed origin is `*`, not its name.
    star: bool,
    methods: Vec<Method>,
    /// In lower case; `None` allows all.
    headers: Option<Vec<String>>,
    private_network: bool,
    /// Headers of every answer to a page.
    simple: Vec<(HeaderName, HeaderValue)>,
    /// Headers of every answer to a preflight.
    preflight: Vec<(HeaderName, HeaderValue)>,
}

impl Plan {
    /// # Errors
    /// A sentence on how `cors` was configured.
    pub(super) fn new(cors: Cors) -> Result<Self, String> {
        let origins = Origins::new(cors.origins, cors.origin_regex.as_deref())?;
        let any = matches!(origins, Origins::Any);
        if any && cors.credentials && !cors.mirror {
            return Err(
                "CORS: credentials are not allowed for the origin \"*\"; list the origins, or say \
                        Cors::mirror_origin() if any site may act as the user"
                    .to_owned(),
            );
        }
        let names: Vec<&str> = if cors.methods.iter().any(|method| method == "*") {
            METHODS.to_vec()
        } else {
            cors.methods.iter().map(String::as_str).collect()
        };
        let method = |name: &&str| name.parse().map_err(|_| format!("CORS: {name:?} is not a method"));
        let methods = names.iter().map(method).collect::<Result<_, _>>()?;
        let all_headers = cors.headers.iter().any(|name| name == "*");
        let mut allowed: Vec<&str> = cors.headers.iter().map(String::as_str).chain(SAFE_HEADERS).collect();
        allowed.sort_unstable();
        allowed.dedup();

        let mut simple = Vec::new();
        let mut preflight = vec![
            (VARY, PREFLIGHT_VARY),
            (ACCESS_CONTROL_ALLOW_METHODS, list(&names)?),
            (ACCESS_CONTROL_MAX_AGE, cors.max_age.as_secs().into()),
        ];
        if !all_headers {
            header_names(&allowed)?;
            preflight.push((ACCESS_CONTROL_ALLOW_HEADERS, list(&allowed)?));
        }
        if cors.credentials {
            simple.push((ACCESS_CONTROL_ALLOW_CREDENTIALS, TRUE));
            preflight.push((ACCESS_CONTROL_ALLOW_CREDENTIALS, TRUE));
        }
        if !cors.expose.is_empty() {
            let expose: Vec<&str> = cors.expose.iter().map(String::as_str).collect();
            header_names(&expose)?;
            simple.push((ACCESS_CONTROL_EXPOSE_HEADERS, list(&expose)?));
        }
        Ok(Self {
            star: any && !cors.mirror,
            origins,
            methods,
            headers: (!all_headers).then(|| allowed.iter().map(|name| name.to_ascii_lowercase()).collect()),
            private_network: cors.private_network,
            simple,
            preflight,
        })
    }

    /// The value of `Access-Control-Allow-Origin`, when the origin is allowed.
    fn allow_origin(&self, origin: &HeaderValue) -> Option<HeaderValue> {
        self.origins
            .allows(origin)
            .then(|| if self.star { STAR } else { origin.clone() })
    }

    fn preflight(&self, request: &HeaderMap, origin: &HeaderValue, method: &HeaderValue) -> Response {
        let mut headers = HeaderMap::with_capacity(8);
        headers.extend(self.preflight.iter().cloned());
        let mut refused = Vec::new();
        match self.allow_origin(origin) {
            Some(value) => drop(headers.insert(ACCESS_CONTROL_ALLOW_ORIGIN, value)),
            None => refused.push("origin"),
        }
        if !self
            .methods
            .iter()
            .any(|allowed| allowed.as_str().as_bytes() == method.as_bytes())
        {
            refused.push("method");
        }
        if let Some(asked) = request.get(ACCESS_CONTROL_REQUEST_HEADERS) {
            match &self.headers {
                None => drop(headers.insert(ACCESS_CONTROL_ALLOW_HEADERS, asked.clone())),
                Some(allowed) if all_allowed(asked, allowed) => {}
                Some(_) => refused.push("headers"),
            }
        }
        if request
            .get(REQUEST_PRIVATE_NETWORK)
            .is_some_and(|asked| asked == "true")
        {
            if self.private_network {
                headers.insert(ALLOW_PRIVATE_NETWORK, TRUE);
            } else {
                refused.push("private-network");
            }
        }
        headers.insert(
            http::header::CONTENT_TYPE,
            HeaderValue::from_static("text/plain; charset=utf-8"),
        );
        let (status, body) = if refused.is_empty() {
            (StatusCode::OK, Body::from("OK"))
        } else {
            let text = format!("Disallowed CORS {}", refused.join(", "));
            (StatusCode::BAD_REQUEST, Body::from(text))
        };
        Response {
            status,
            headers: headers.into(),
            body,
        }
    }
}

fn all_allowed(asked: &HeaderValue, allowed: &[String]) -> bool {
    asked.as_bytes().split(|&byte| byte == b',').all(|name| {
        let name = name.trim_ascii();
        allowed
            .iter()
            .any(|allowed| allowed.as_bytes().eq_ignore_ascii_case(name))
    })
}

fn list(names: &[&str]) -> Result<HeaderValue, String> {
    let text = names.join(", ");
    HeaderValue::from_str(&text).map_err(|_| format!("CORS: {text:?} does not go into a header"))
}

fn header_names(names: &[&str]) -> Result<(), String> {
    match names.iter().find(|name| name.parse::<HeaderName>().is_err()) {
        Some(name) => Err(format!("CORS: {name:?} is not the name of a header")),
        None => Ok(()),
    }
}

impl Hook for Plan {
    type Kept = Page;

    fn before(&self, request: &mut Request) -> ControlFlow<Response, Self::Kept> {
        let headers = request.headers();
        let Some(origin) = find_header(headers, &ORIGIN) else {
            return ControlFlow::Continue(Page::Own);
        };
        if request.method() == Method::OPTIONS
            && let Some(method) = headers.get(ACCESS_CONTROL_REQUEST_METHOD)
        {
            return ControlFlow::Break(self.preflight(headers, origin, method));
        }
        ControlFlow::Continue(self.allow_origin(origin).map_or(Page::Refused, Page::Allowed))
    }

    fn after(&self, page: Page, response: &mut Response) {
        vary_on(&mut response.headers, ORIGIN_NAME);
        if matches!(page, Page::Own) {
            return;
        }
        for (name, value) in &self.simple {
            response.headers.insert(name, value.clone());
        }
        if let Page::Allowed(origin) = page {
            response.headers.insert(ACCESS_CONTROL_ALLOW_ORIGIN, origin);
        }
    }
}
