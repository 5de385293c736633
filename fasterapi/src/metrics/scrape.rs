//! The route by which metrics are read.

use std::sync::Arc;

use http::header::{CACHE_CONTROL, CONTENT_TYPE};
use http::{HeaderValue, Method};

use super::format::{Format, Labels, Text};
use super::process;
use super::registry::Registry;
use super::series::BYTES;
use crate::concurrency::run_blocking;
use crate::request::Request;
use crate::response::Response;
use crate::routing::Route;

const REQUESTS: &str = "http_requests_total";
const TIMES: &str = "http_request_duration_seconds";
const SIZES: &str = "http_response_size_bytes";

/// `GET path`, which is not in the document.
pub(super) fn route(path: &str, registry: Arc<Registry>) -> Route {
    let answer = move |request: Request| {
        let registry = Arc::clone(&registry);
        let format = match registry.sources.is_empty() {
            true => Format::of(request.headers()),
            // that of theirs, in which counters have other names
            false => Format::Prometheus,
        };
        async move {
            // to count the open files of a busy server takes a while
            let text = run_blocking(move || write(&registry, format)).await;
            Response::new(text)
                .header(CONTENT_TYPE, format.content_type())
                .header(CACHE_CONTROL, HeaderValue::from_static("no-store"))
        }
    };
    Route::handle([Method::GET], path, answer).with(|attributes| attributes.name("metrics"))
}

fn write(registry: &Registry, format: Format) -> String {
    let (mut counts, mut times, mut sizes) = (Vec::new(), Vec::new(), Vec::new());
    registry.visit(|counters| {
        for (method, status, cell) in counters.cells.used() {
            let labels = [("method", method), ("status", status), ("handler", &counters.route)];
            let labels = Labels::new(labels);
            let (count, sum) = cell.times.read();
            counts.push((labels.clone(), count.last().copied().unwrap_or(0)));
            times.push((labels.clone(), count, sum));
            let (count, sum) = cell.sizes.read();
            sizes.push((labels, count, sum));
        }
    });
    let mut text = Text::new(format);
    text.head(REQUESTS, "counter", "Requests by method, class of status and route.");
    for (labels, count) in &counts {
        text.sample(REQUESTS, labels, count);
    }
    text.head(TIMES, "histogram", "Time until the answer begins, in seconds.");
    for (labels, counts, sum) in &times {
        // nanoseconds
        text.histogram(TIMES, labels, &registry.bounds, counts, *sum as f64 / 1e9);
    }
    text.head(SIZES, "histogram", "Bodies of answers whose length is known, in bytes.");
    let bounds = BYTES.map(|bound| bound as f64);
    for (labels, counts, sum) in &sizes {
        text.histogram(SIZES, labels, &bounds, counts, *sum as f64);
    }
    let help = "Requests that are being answered.";
    text.single("http_requests_in_flight", "gauge", help, registry.in_flight());
    let (open, accepted) = registry.connections();
    text.single("http_connections_open", "gauge", "Connections that are open.", open);
    text.single(
        "http_connections_total",
        "counter",
        "Connections that were accepted.",
        accepted,
    );
    process::write(&mut text);
    for source in &registry.sources {
        text.append(&source());
    }
    text.finish()
}
