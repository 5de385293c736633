//! Metrics in Prometheus' text format (OBS-06).

use std::collections::BTreeMap;
use std::time::Duration;

use fasterapi::metrics::Metrics;
use fasterapi::prelude::*;
use fasterapi::testing::TestClient;

use crate::client;

#[get("/items/{id}")]
async fn item(id: u32) -> u32 {
    id
}

#[post("/items")]
async fn create() -> Result<u8, AnyError> {
    Err("no luck")?
}

#[get("/forever")]
async fn forever() -> u8 {
    std::future::pending().await
}

/// The samples by name and labels.
fn samples(text: &str) -> BTreeMap<String, f64> {
    let lines = text.lines().filter(|line| !line.starts_with('#'));
    let read = |line: &str| {
        let (name, value) = line.rsplit_once(' ').unwrap();
        (name.to_owned(), value.parse().unwrap())
    };
    lines.map(read).collect()
}

fn read(client: &TestClient) -> BTreeMap<String, f64> {
    samples(client.get("/metrics").send().assert_status(200).text())
}

fn requests(method: &str, status: &str, handler: &str) -> String {
    format!("http_requests_total{{method=\"{method}\",status=\"{status}\",handler=\"{handler}\"}}")
}

#[test]
fn requests_are_counted_by_method_class_of_status_and_route() {
    let inner = App::new().routes(routes![item]);
    let app = App::new()
        .routes(routes![item, create])
        .mount("/v1/{tenant}", inner)
        .metrics("/metrics");
    let client = client(app).raise_server_errors(false);
    for id in 0..3 {
        client.get(&format!("/items/{id}")).send().assert_status(200);
    }
    client.get("/items/x").send().assert_status(422);
    client.post("/items").send().assert_status(500);
    client.get("/v1/acme/items/7").send().assert_status(200);
    for path in ["/no/1", "/no/2"] {
        client.get(path).send().assert_status(404);
    }
    for method in ["PURGE", "MAKEITUP"] {
        client
            .request(Method::from_bytes(method.as_bytes()).unwrap(), "/items/7")
            .send()
            .assert_status(405);
    }
    let found = read(&client);
    for (name, expected) in [
        (requests("GET", "2xx", "/items/{id}"), 3.0),
        (requests("GET", "4xx", "/items/{id}"), 1.0),
        (requests("POST", "5xx", "/items"), 1.0),
        (requests("GET", "2xx", "/v1/{tenant}/items/{id}"), 1.0),
        (requests("GET", "4xx", "none"), 2.0),
        (requests("_OTHER", "4xx", "none"), 2.0),
        ("http_requests_in_flight".to_owned(), 1.0),
    ] {
        assert_eq!(found.get(&name), Some(&expected), "{name}: {found:#?}");
    }
    let labels = "method=\"GET\",status=\"2xx\",handler=\"/items/{id}\"";
    assert_eq!(found[&format!("http_request_duration_seconds_count{{{labels}}}")], 3.0);
    assert_eq!(
        found[&format!("http_request_duration_seconds_bucket{{{labels},le=\"+Inf\"}}")],
        3.0
    );
    assert!(found[&format!("http_request_duration_seconds_sum{{{labels}}}")] > 0.0);
    // bodies of one byte
    assert_eq!(found[&format!("http_response_size_bytes_sum{{{labels}}}")], 3.0);
    assert_eq!(
        found[&format!("http_response_size_bytes_bucket{{{labels},le=\"100\"}}")],
        3.0
    );
    if cfg!(target_os = "linux") {
        assert!(found["process_resident_memory_bytes"] > 100_000.0 && found["process_open_fds"] > 0.0);
        assert!(found["process_start_time_seconds"] > 1.6e9 && found["process_max_fds"] > 0.0);
    }
    // reading them counts too
    assert_eq!(read(&client)[&requests("GET", "2xx", "/metrics")], 1.0);
}

#[test]
fn a_request_that_nobody_waits_for_any_more_is_no_longer_in_flight() {
    let client = client(App::new().routes(routes![forever]).metrics("/metrics"));
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .start_paused(true)
        .build()
        .unwrap();
    runtime.block_on(async {
        let request = async { client.get("/forever").await };
        assert!(tokio::time::timeout(Duration::from_secs(1), request).await.is_err());
    });
    let found = read(&client);
    assert_eq!(found["http_requests_in_flight"], 1.0);
    assert_eq!(found[&requests("GET", "aborted", "/forever")], 1.0);
}

#[test]
fn who_asks_for_open_metrics_gets_it() {
    let client = client(App::new().metrics("/metrics"));
    let text = client.get("/metrics").send();
    assert_eq!(
        text.header("content-type"),
        Some("text/plain; version=0.0.4; charset=utf-8")
    );
    assert!(text.text().contains("# TYPE http_requests_total counter\n") && !text.text().contains("# EOF"));
    let open = client
        .get("/metrics")
        .header("accept", "application/openmetrics-text; version=1.0.0")
        .send();
    assert_eq!(
        open.header("content-type"),
        Some("application/openmetrics-text; version=1.0.0; charset=utf-8")
    );
    assert!(open.text().contains("# TYPE http_requests counter\n") && open.text().ends_with("\n# EOF\n"));
}

#[test]
fn what_a_registry_of_the_program_writes_stays_in_its_format() {
    let own = "# TYPE own_total counter\nown_total 3\n";
    let client = client(App::new().metrics(Metrics::at("/metrics").append(|| own.to_owned())));
    let open = "application/openmetrics-text; version=1.0.0";
    for accept in ["*/*", open] {
        let text = client.get("/metrics").header("accept", accept).send();
        assert_eq!(
            text.header("content-type"),
            Some("text/plain; version=0.0.4; charset=utf-8"),
            "{accept}"
        );
        // in OpenMetrics, a counter that is called so is an error, and nothing of all is read
        assert!(text.text().contains("# TYPE http_requests_total counter\n") && text.text().ends_with(own));
    }
}

#[dependency]
async fn scraper(#[header] authorization: Option<String>) -> Result<(), HttpError> {
    match authorization.as_deref() {
        Some("Bearer secret") => Ok(()),
        _ => Err(HttpError::new(StatusCode::UNAUTHORIZED, "Not authenticated")),
    }
}

#[test]
fn they_are_read_by_those_who_may_and_in_no_document() {
    let client = client(App::new().metrics(Metrics::at("/metrics").dependencies(depends![scraper])));
    client.get("/metrics").send().assert_status(401);
    client.get("/metrics").bearer_auth("secret").send().assert_status(200);
    let document: Value = client.get("/openapi.json").send().json();
    assert!(
        document["paths"].as_object().is_none_or(|paths| paths.is_empty()),
        "{document}"
    );
}

#[test]
fn what_cannot_be_is_told_when_the_app_is_built() {
    let problem = |app: App| app.build().unwrap_err().to_string();
    let text = problem(App::new().metrics(Metrics::at("/metrics").buckets([1.0, 0.5])));
    assert!(text.contains("must be seconds that ascend"), "{text}");
    let text = problem(App::new().metrics("/metrics").metrics("/more"));
    assert!(text.contains("one set of metrics"), "{text}");
    let text = problem(App::new().mount("/sub", App::new().metrics("/metrics")));
    assert!(text.contains("outermost"), "{text}");
}
