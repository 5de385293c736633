//! Middleware of all three kinds, their order, and what they see.

use std::ops::ControlFlow;
use std::pin::Pin;
use std::task::{Context, Poll};

use fasterapi::middleware::{Hook, NextService};
use fasterapi::prelude::*;

use crate::client;

#[post("/echo")]
async fn echo(text: Value, request: &Request) -> String {
    format!("{text} {}", request.extensions().get::<&'static str>().unwrap_or(&"-"))
}

async fn outer(request: Request, next: Next) -> Response {
    mark(next.run(request).await, "outer")
}

async fn inner(mut request: Request, next: Next) -> Result<Response, HttpError> {
    if request.headers().contains_key("x-stop") {
        return Err(HttpError::bad_request("stopped"));
    }
    request.extensions_mut().insert("from inner");
    Ok(mark(next.run(request).await, "inner"))
}

fn mark(mut response: Response, name: &'static str) -> Response {
    response.headers_mut().append("x-order", HeaderValue::from_static(name));
    response
}

async fn reads_the_body(mut request: Request, next: Next) -> Response {
    let length = request.body().await.map_or(0, |body| body.len());
    next.run(request).await.header("x-length", length)
}

struct Teapot;

impl Hook for Teapot {
    type Kept = ();

    fn before(&self, request: &mut Request) -> ControlFlow<Response> {
        match request.path() {
            "/tea" => ControlFlow::Break(Response::empty(StatusCode::IM_A_TEAPOT)),
            _ => ControlFlow::Continue(()),
        }
    }

    fn after(&self, (): (), response: &mut Response) {
        response
            .headers_mut()
            .append("x-order", HeaderValue::from_static("hook"));
    }
}

/// A `tower` layer written by hand, as `tower-http` writes them.
#[derive(Clone)]
struct Stamp;

#[derive(Clone)]
struct Stamped<S>(S);

impl tower_layer::Layer<NextService> for Stamp {
    type Service = Stamped<NextService>;

    fn layer(&self, inner: NextService) -> Stamped<NextService> {
        Stamped(inner)
    }
}

type Answer = Result<http::Response<Body>, fasterapi::BoxError>;

impl<S> tower_service::Service<http::Request<Body>> for Stamped<S>
where
    S: tower_service::Service<http::Request<Body>, Response = http::Response<Body>, Error = fasterapi::BoxError>,
    S::Future: Send + 'static,
{
    type Response = http::Response<Body>;
    type Error = fasterapi::BoxError;
    type Future = Pin<Box<dyn Future<Output = Answer> + Send>>;

    fn poll_ready(&mut self, cx: &mut Context<'_>) -> Poll<Result<(), Self::Error>> {
        self.0.poll_ready(cx)
    }

    fn call(&mut self, request: http::Request<Body>) -> Self::Future {
        let fails = request.headers().contains_key("x-fail");
        let answer = self.0.call(request);
        Box::pin(async move {
            let mut response = answer.await?;
            if fails {
                return Err("the layer failed".into());
            }
            response
                .headers_mut()
                .append("x-order", HeaderValue::from_static("layer"));
            Ok(response)
        })
    }
}

/// A layer that gives every request this path, as one that takes a prefix off or adds one does.
#[derive(Clone)]
struct At<S>(&'static str, S);

impl tower_layer::Layer<NextService> for At<()> {
    type Service = At<NextService>;

    fn layer(&self, inner: NextService) -> At<NextService> {
        At(self.0, inner)
    }
}

impl<S: tower_service::Service<http::Request<Body>>> tower_service::Service<http::Request<Body>> for At<S> {
    type Response = S::Response;
    type Error = S::Error;
    type Future = S::Future;

    fn poll_ready(&mut self, cx: &mut Context<'_>) -> Poll<Result<(), Self::Error>> {
        self.1.poll_ready(cx)
    }

    fn call(&mut self, mut request: http::Request<Body>) -> Self::Future {
        *request.uri_mut() = http::Uri::from_static(self.0);
        self.1.call(request)
    }
}

fn order(response: &fasterapi::testing::TestResponse) -> Vec<&str> {
    response
        .headers()
        .get_all("x-order")
        .iter()
        .map(|value| value.to_str().unwrap())
        .collect()
}

#[test]
fn the_last_added_is_the_outermost() {
    let app = App::new()
        .routes(routes![echo])
        .middleware(inner)
        .middleware(Teapot)
        .layer(Stamp)
        .middleware(outer);
    let client = client(app);
    let response = client.post("/echo").json(&"hi").send().assert_status(200);
    assert_eq!(order(&response), ["inner", "hook", "layer", "outer"]);
    assert_eq!(response.text(), "\"\\\"hi\\\" from inner\"");
    let response = client.get("/none").send().assert_status(404);
    assert_eq!(order(&response), ["inner", "hook", "layer", "outer"]);
    let response = client.get("/tea").send().assert_status(418);
    assert_eq!(order(&response), ["layer", "outer"]);
    let response = client.post("/echo").header("x-stop", "1").send().assert_status(400);
    assert_eq!(response.json::<Value>(), json!({"detail": "stopped"}));
}

#[get("/boom")]
async fn boom() -> String {
    panic!("on purpose")
}

#[get("/later-boom")]
async fn later_boom() -> String {
    tokio::task::yield_now().await;
    panic!("on purpose")
}

#[post("/body-boom")]
async fn body_boom(text: Value) -> String {
    panic!("{text}")
}

#[test]
fn panics_are_answers_that_middleware_sees() {
    let app = App::new()
        .routes(routes![boom, later_boom, body_boom])
        .middleware(Teapot)
        .middleware(outer);
    let client = client(app);
    for response in [
        client.get("/boom").send(),
        client.get("/later-boom").send(),
        client.post("/body-boom").json(&1).send(),
    ] {
        assert_eq!(order(&response.assert_status(500)), ["hook", "outer"]);
    }
}

/// Counts what it has seen of the request into the answer.
struct Length;

impl Hook for Length {
    type Kept = usize;

    fn before(&self, request: &mut Request) -> ControlFlow<Response, usize> {
        ControlFlow::Continue(request.path().len())
    }

    fn after(&self, length: usize, response: &mut Response) {
        response.headers_mut().insert("x-path-length", length.into());
    }
}

#[test]
fn a_hook_keeps_what_it_needs_of_the_request() {
    let client = client(App::new().routes(routes![later_boom]).middleware(Length));
    assert_eq!(client.get("/none").send().header("x-path-length"), Some("5"));
    assert_eq!(client.get("/later-boom").send().header("x-path-length"), Some("11"));
}

#[test]
fn a_layer_that_fails_answers_500() {
    let client = client(App::new().routes(routes![echo]).layer(Stamp));
    let response = client
        .post("/echo")
        .json(&1)
        .header("x-fail", "1")
        .send()
        .assert_status(500);
    assert_eq!(response.text(), "Internal Server Error");
}

#[test]
fn a_layer_may_give_a_request_another_path() {
    for (path, status) in [
        ("/echo", 200),
        ("/api/echo", 200),
        ("/", 404),
        ("/%C3%A9", 404),
        ("/apiecho", 404),
    ] {
        let client = client(App::new().root_path("/api").routes(routes![echo]).layer(At(path, ())));
        for sent in ["/api/somewhere", "/api/some%20where"] {
            let response = client.post(sent).json(&"hi").send();
            assert_eq!(response.status(), status, "{sent} at {path}");
        }
    }
}

#[test]
fn a_body_that_middleware_read_is_still_there() {
    let client = client(App::new().routes(routes![echo]).middleware(reads_the_body));
    let response = client.post("/echo").json(&"hi").send().assert_status(200);
    assert_eq!(response.header("x-length"), Some("4"));
}
