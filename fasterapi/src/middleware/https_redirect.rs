//! [`HttpsRedirect`]: sends plain HTTP to HTTPS.

use std::ops::ControlFlow;

use super::Hook;
use crate::http::Host;
use crate::request::{Request, Url};
use crate::response::{Redirect, Respond, Responder, Response};
use crate::routing::invalid_host;

/// Sends requests over plain HTTP to the same address over HTTPS, with 307; `ws` becomes `wss`.
///
/// What counts is the scheme the client used: behind a proxy that ends TLS, name it with
/// [`ProxyHeaders`](super::ProxyHeaders) or `--forwarded-allow-ips`, or the redirects never end.
///
/// The port of the address is left out, since it is one that speaks plain HTTP.
///
/// ```
/// use fasterapi::App;
/// use fasterapi::middleware::HttpsRedirect;
///
/// let app = App::new().middleware(HttpsRedirect::new().port(8443));
/// # let _ = app;
/// ```
#[derive(Debug, Clone, Copy, Default)]
pub struct HttpsRedirect {
    port: Port,
}

#[derive(Debug, Clone, Copy, Default)]
enum Port {
    /// HTTPS's own, 443.
    #[default]
    Default,
    /// This one.
    Given(u16),
    /// The one the client asked at, but for 80 and 443.
    Kept,
}

impl HttpsRedirect {
    /// Redirects to port 443.
    pub fn new() -> Self {
        Self::default()
    }

    /// Redirects to this port.
    #[must_use]
    pub fn port(mut self, port: u16) -> Self {
        self.port = Port::Given(port);
        self
    }

    /// Redirects to the port the client asked at, as FastAPI does; only port 80 becomes 443. It must speak both.
    #[must_use]
    pub fn keep_port(mut self) -> Self {
        self.port = Port::Kept;
        self
    }

    fn authority(self, authority: &str) -> Option<String> {
        let host = Host::parse(authority)?;
        Some(match (self.port, host.port) {
            (Port::Given(443), _) | (Port::Default, _) | (Port::Kept, None | Some(80 | 443)) => {
                host.name.to_ascii_lowercase()
            }
            (Port::Given(port), _) => format!("{}:{port}", host.name.to_ascii_lowercase()),
            (Port::Kept, Some(_)) => authority.to_owned(),
        })
    }
}

impl Hook for HttpsRedirect {
    type Kept = ();
    const AFTER: bool = false;

    fn before(&self, request: &mut Request) -> ControlFlow<Response> {
        if request.scheme() == "https" {
            return ControlFlow::Continue(());
        }
        let Some(authority) = request.host_line().and_then(|host| self.authority(host)) else {
            return ControlFlow::Break(invalid_host());
        };
        let scheme = if request.is_websocket() { "wss" } else { "https" };
        let url = Url::new(
            scheme,
            authority,
            request.outer_path().into_owned(),
            request.uri().query().map(str::to_owned),
        );
        ControlFlow::Break(Redirect::to(url.to_string()).respond(Respond::default()))
    }
}
