//! The span of a request, under the names of OpenTelemetry's semantic conventions for HTTP.

use http::Version;
use tracing::Span;
use tracing::field::Empty;

use super::trace_parent::TraceParent;
use crate::logging::{Target, has_listener};
use crate::request::{Client, Request};

/// The target of the span, for filters.
pub(crate) const REQUEST_SPAN: &str = "fasterapi::request";

/// A span for the request, which ends with its answer; none where nobody listens.
pub(super) fn of(request: &Request) -> Span {
    if !has_listener() {
        return Span::none();
    }
    let trace = TraceParent::of(request.headers());
    tracing::info_span!(
        target: REQUEST_SPAN,
        "request",
        otel.name = %request.method(),
        otel.kind = "server",
        otel.status_code = Empty,
        http.request.method = %request.method(),
        url.path = %Target(request.uri().path()),
        url.scheme = request.scheme(),
        network.protocol.version = version(request.version()),
        client.address = address(request.client()),
        http.route = Empty,
        code.function.name = Empty,
        request_id = Empty,
        trace_id = trace.map(|trace| trace.trace_id),
        parent_span_id = trace.map(|trace| trace.parent_id),
        http.response.status_code = Empty,
        duration_ms = Empty,
    )
}

/// The client without its port, in OpenTelemetry's way.
pub(super) fn address(client: Client) -> String {
    client.ip().map_or_else(|| client.to_string(), |ip| ip.to_string())
}

/// `1.1`, without the name of the protocol.
pub(super) fn version(version: Version) -> &'static str {
    match version {
        Version::HTTP_09 => "0.9",
        Version::HTTP_10 => "1.0",
        Version::HTTP_2 => "2",
        Version::HTTP_3 => "3",
        _ => "1.1",
    }
}
