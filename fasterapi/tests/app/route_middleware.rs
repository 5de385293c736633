//! Middleware of routers and routes: where it stands, what it sees, and what it does not.

use std::ops::ControlFlow;
use std::time::Duration;

use fasterapi::middleware::{BodyLimit, Hook, ProxyHeaders, Timeout};
use fasterapi::prelude::*;

use crate::client;

/// A middleware with configuration: a struct.
#[derive(Clone)]
struct Mark(&'static str);

impl Hook for Mark {
    type Kept = ();

    fn before(&self, request: &mut Request) -> ControlFlow<Response> {
        let seen = request.extensions().get::<String>().cloned().unwrap_or_default();
        request.extensions_mut().insert(format!("{seen}{} ", self.0));
        ControlFlow::Continue(())
    }

    fn after(&self, (): (), response: &mut Response) {
        response
            .headers_mut()
            .append("x-order", HeaderValue::from_static(self.0));
    }
}

async fn waits(mut request: Request, next: Next) -> Response {
    let seen = request.extensions().get::<String>().cloned().unwrap_or_default();
    let route = request.route().map(|route| route.path().to_owned()).unwrap_or_default();
    request.extensions_mut().insert(format!("{seen}waits at {route} "));
    next.run(request).await
}

/// A body that middleware reads, changes and passes on.
async fn upper(mut request: Request, next: Next) -> Result<Response, HttpError> {
    let body = request.body().await?;
    request.set_body(body.to_ascii_uppercase());
    Ok(next.run(request).await)
}

async fn require_json(request: Request, next: Next) -> Result<Response, HttpError> {
    match request.content_type() {
        Some(kind) if kind.starts_with("application/json") => Ok(next.run(request).await),
        _ => Err(HttpError::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, "JSON, please")),
    }
}

#[get("/plain")]
async fn plain(request: &Request) -> String {
    request.extensions().get::<String>().cloned().unwrap_or_default()
}

#[get("/own/{id}", middleware = [Mark("first"), waits, Mark("last")])]
async fn own(id: u64, request: &Request) -> String {
    let seen = request.extensions().get::<String>().cloned().unwrap_or_default();
    format!("{seen}{id} {}", request.path_param("id").unwrap_or_default())
}

#[post("/json", middleware = [require_json, upper])]
async fn json(text: Value) -> Value {
    text
}

#[get("/boom", middleware = [Mark("own")])]
async fn boom() -> String {
    panic!("on purpose")
}

#[get("/slow", middleware = [Timeout::new(Duration::ZERO)])]
async fn slow() -> String {
    std::future::pending().await
}

fn order(response: &fasterapi::testing::TestResponse) -> Vec<&str> {
    let values = response.headers().get_all("x-order").iter();
    values.map(|value| value.to_str().unwrap()).collect()
}

fn app() -> App {
    let inner = Router::new()
        .prefix("/inner")
        .middleware(Mark("inner"))
        .routes(routes![own, plain, boom]);
    let outer = Router::new()
        .prefix("/outer")
        .middleware(Mark("outer"))
        .middleware(Mark("outermost"))
        .include(inner);
    App::new()
        .middleware(Mark("app"))
        .include(outer)
        .routes(routes![plain, json, slow])
}

#[test]
fn routers_and_routes_have_middleware_of_their_own() {
    let client = client(app());
    let answer = client.get("/outer/inner/own/7").send().assert_status(200);
    assert_eq!(order(&answer), ["last", "first", "inner", "outer", "outermost", "app"]);
    assert_eq!(
        answer.json::<String>(),
        "app outermost outer inner first waits at /outer/inner/own/{id} last 7 7"
    );
    let answer = client.get("/outer/inner/plain").send().assert_status(200);
    assert_eq!(order(&answer), ["inner", "outer", "outermost", "app"]);
    let answer = client.get("/plain").send().assert_status(200);
    assert_eq!(
        (order(&answer), answer.json::<String>()),
        (vec!["app"], "app ".to_owned())
    );
}

#[test]
fn what_no_route_takes_does_not_come_by() {
    let client = client(app());
    assert_eq!(
        order(&client.get("/outer/inner/none").send().assert_status(404)),
        ["app"]
    );
    assert_eq!(
        order(&client.post("/outer/inner/plain").send().assert_status(405)),
        ["app"]
    );
}

#[test]
fn a_panic_is_an_answer_that_they_see() {
    let client = client(app());
    let answer = client.get("/outer/inner/boom").send().assert_status(500);
    assert_eq!(order(&answer), ["own", "inner", "outer", "outermost", "app"]);
}

#[test]
fn they_may_answer_themselves_read_the_body_and_change_it() {
    let client = client(app());
    assert_eq!(client.post("/json").json(&"abc").send().json::<Value>(), json!("ABC"));
    let answer = client.post("/json").body("\"abc\"").send().assert_status(415);
    assert_eq!(answer.json::<Value>(), json!({"detail": "JSON, please"}));
    client.get("/slow").send().assert_status(504);
}

async fn says_so(_: Request, error: HttpError) -> Response {
    Response::new(format!("handled {}", error.detail())).status(error.status())
}

#[test]
fn their_errors_go_to_the_handlers_of_errors() {
    let client = client(app().error_handler(says_so));
    let answer = client.post("/json").body("\"abc\"").send().assert_status(415);
    assert_eq!(answer.text(), "handled \"JSON, please\"");
}

#[test]
fn a_frontend_has_the_middleware_of_its_router() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("index.html"), "hello").unwrap();
    let site = Router::new().middleware(Mark("site")).frontend("/", folder.path());
    let client = client(App::new().include(site));
    let answer = client.get("/").send().assert_status(200);
    assert_eq!((order(&answer), answer.text()), (vec!["site"], "hello"));
}

#[test]
fn a_route_taken_from_elsewhere_can_be_given_more() {
    let [route]: [_; 1] = routes![plain].into_iter().collect::<Vec<_>>().try_into().unwrap();
    let route = route.with(|attributes| attributes.middleware(Mark("more")).middleware(BodyLimit::new(0)));
    let client = client(App::new().route(route));
    assert_eq!(order(&client.get("/plain").send().assert_status(200)), ["more"]);
    client.get("/plain").body("x").send().assert_status(413);
}

#[test]
fn what_belongs_to_the_app_is_refused() {
    let proxies = || ProxyHeaders::trust(["127.0.0.1"]).unwrap();
    let router = Router::new().middleware(proxies()).routes(routes![plain, json]);
    let error = App::new().include(router).build().unwrap_err();
    assert_eq!(error.problems().len(), 1, "{error}");
    assert!(error.to_string().contains("add it to the app"), "{error}");
}
