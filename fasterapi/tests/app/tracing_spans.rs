//! A program with a subscriber of its own gets a span for each request, and the framework's lines as events in it (OBS-01,
//! OBS-05, OBS-07, OBS-09).

use std::collections::BTreeMap;
use std::fmt;
use std::sync::{Arc, LazyLock, Mutex};

use fasterapi::middleware::{ProxyHeaders, RequestId};
use fasterapi::prelude::*;
use fasterapi::testing::TestClient;
use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::{Dispatch, Event, Subscriber};
use tracing_subscriber::layer::{Context, Layer, SubscriberExt};
use tracing_subscriber::registry::LookupSpan;

type Values = BTreeMap<String, String>;

/// Spans as they ended, and events with the `request_id` of the span they are in.
#[derive(Clone, Default)]
struct Heard(Arc<Mutex<(Vec<Values>, Vec<Values>)>>);

#[derive(Default)]
struct Taken(Values);

impl Visit for Taken {
    fn record_str(&mut self, field: &Field, value: &str) {
        self.0.insert(field.name().to_owned(), value.to_owned());
    }

    fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
        self.0.insert(field.name().to_owned(), format!("{value:?}"));
    }
}

impl<S: Subscriber + for<'s> LookupSpan<'s>> Layer<S> for Heard {
    fn on_new_span(&self, attributes: &Attributes<'_>, id: &Id, context: Context<'_, S>) {
        let mut taken = Taken::default();
        attributes.record(&mut taken);
        context.span(id).unwrap().extensions_mut().insert(taken);
    }

    fn on_record(&self, id: &Id, values: &Record<'_>, context: Context<'_, S>) {
        let span = context.span(id).unwrap();
        values.record(span.extensions_mut().get_mut::<Taken>().unwrap());
    }

    fn on_event(&self, event: &Event<'_>, context: Context<'_, S>) {
        let mut taken = Taken::default();
        event.record(&mut taken);
        let span = context.event_span(event);
        let id = span.and_then(|span| span.extensions().get::<Taken>()?.0.get("request_id").cloned());
        taken.0.insert("in".into(), id.unwrap_or_default());
        self.0.lock().unwrap().1.push(taken.0);
    }

    fn on_close(&self, id: Id, context: Context<'_, S>) {
        let taken = context.span(&id).unwrap().extensions_mut().remove::<Taken>().unwrap();
        self.0.lock().unwrap().0.push(taken.0);
    }
}

/// A second subscriber. While there is only one, tracing asks whoever comes first to a place in the code whether that
/// place is of interest, and in the threads of other tests nobody is interested.
static ANOTHER: LazyLock<Dispatch> = LazyLock::new(|| Dispatch::new(tracing_subscriber::registry()));

/// What is heard of what `talk` asks.
fn heard(app: App, talk: impl FnOnce(&TestClient)) -> (Vec<Values>, Vec<Values>) {
    LazyLock::force(&ANOTHER);
    let heard = Heard::default();
    let subscriber = tracing_subscriber::registry().with(heard.clone());
    let client = TestClient::new(app).unwrap().raise_server_errors(false);
    tracing::subscriber::with_default(subscriber, || talk(&client));
    Arc::into_inner(heard.0).map_or_else(|| panic!("still heard"), |both| both.into_inner().unwrap())
}

#[get("/items/{id}")]
async fn item(id: u32) -> u32 {
    tracing::info!("at work");
    tokio::task::yield_now().await;
    tracing::info!("still at work");
    id
}

#[get("/fail")]
async fn fail() -> Result<u8, AnyError> {
    Err("no luck\nat all")?
}

#[get("/panic")]
async fn panics() -> u8 {
    panic!("on purpose")
}

fn app() -> App {
    App::new()
        .middleware(RequestId::new())
        .routes(routes![item, fail, panics])
}

#[test]
fn a_request_is_a_span_named_after_its_route() {
    let (spans, events) = heard(app(), |client| {
        let trace = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
        let request = client.get("/items/7?secret=1").header("x-request-id", "a-1");
        request.header("traceparent", trace).send().assert_status(200);
    });
    let [span] = &spans[..] else { panic!("{spans:?}") };
    for (field, value) in [
        ("otel.name", "GET /items/{id}"),
        ("otel.kind", "server"),
        ("http.request.method", "GET"),
        ("http.route", "/items/{id}"),
        ("url.path", "/items/7"),
        ("url.scheme", "http"),
        ("network.protocol.version", "1.1"),
        ("http.response.status_code", "200"),
        ("request_id", "a-1"),
        ("trace_id", "0af7651916cd43dd8448eb211c80319c"),
        ("parent_span_id", "b7ad6b7169203331"),
    ] {
        assert_eq!(span.get(field).map(String::as_str), Some(value), "{field}: {span:?}");
    }
    assert!(span["code.function.name"].ends_with("tracing_spans::item"), "{span:?}");
    assert!(
        span.contains_key("duration_ms") && span.contains_key("client.address"),
        "{span:?}"
    );
    assert!(!span.contains_key("otel.status_code"), "{span:?}");
    assert!(!format!("{span:?}").contains("secret"), "{span:?}");
    let messages: Vec<_> = events.iter().map(|event| (&*event["message"], &*event["in"])).collect();
    assert_eq!(messages, [("at work", "a-1"), ("still at work", "a-1")]);
}

#[test]
fn failures_are_events_in_the_span_with_the_function_that_failed() {
    let (spans, events) = heard(app(), |client| {
        client
            .get("/fail")
            .header("x-request-id", "f-1")
            .send()
            .assert_status(500);
        client
            .get("/panic")
            .header("x-request-id", "f-2")
            .send()
            .assert_status(500);
    });
    assert!(
        spans.iter().all(|span| span["otel.status_code"] == "ERROR"),
        "{spans:?}"
    );
    let failed = |id: &str| {
        let event = events.iter().find(|event| event["in"] == id);
        event
            .map(|event| event["message"].as_str())
            .unwrap_or_default()
            .to_owned()
    };
    let place = format!("tests/app/{}:", file!().rsplit('/').next().unwrap());
    for (id, name, text) in [
        ("f-1", "fail", "no luck\\nat all"),
        ("f-2", "panics", "a panic: on purpose"),
    ] {
        let line = failed(id);
        assert!(line.starts_with(&format!("a request failed ({id} GET ")), "{line}");
        assert!(
            line.contains(&format!("tracing_spans::{name} (")) && line.contains(&place),
            "{line}"
        );
        assert!(line.ends_with(text), "{line}");
    }
}

#[test]
fn of_what_is_no_route_the_span_has_none() {
    let (spans, _) = heard(app(), |client| {
        client.get("/no/such/thing").send().assert_status(404);
        client.get("/items/7").header("host", "a b").send().assert_status(400);
    });
    assert_eq!(spans.len(), 2);
    assert!(
        spans
            .iter()
            .all(|span| !span.contains_key("http.route") && span["otel.name"] == "GET"),
        "{spans:?}"
    );
}

#[test]
fn a_route_of_a_mounted_app_is_named_with_its_prefix() {
    let (spans, _) = heard(App::new().mount("/v1/{tenant}", app()), |client| {
        client.get("/v1/acme/items/7").send().assert_status(200);
    });
    assert_eq!(spans[0]["http.route"], "/v1/{tenant}/items/{id}");
}

#[test]
fn behind_a_trusted_proxy_the_client_is_the_one_it_names() {
    let app = app().middleware(ProxyHeaders::trust(["*"]).unwrap());
    let (spans, _) = heard(app, |client| {
        client
            .get("/items/7")
            .header("x-forwarded-for", "203.0.113.9")
            .send()
            .assert_status(200);
    });
    assert_eq!(spans[0]["client.address"], "203.0.113.9");
}

#[test]
fn an_id_that_is_too_long_or_strange_is_replaced() {
    let (spans, _) = heard(app(), |client| {
        for id in ["x".repeat(129).as_str(), "a b", "a\u{1b}b", ""] {
            let request = client.get("/items/7");
            match std::panic::catch_unwind(|| HeaderValue::from_str(id)) {
                Ok(Ok(_)) => request.header("x-request-id", id).send().assert_status(200),
                _ => continue,
            };
        }
    });
    assert_eq!(spans.len(), 3);
    for span in spans {
        let id = &span["request_id"];
        assert!(
            id.len() == 32 && id.bytes().all(|byte| byte.is_ascii_hexdigit()),
            "{id}"
        );
    }
}
