//! Routes of all kinds: made at run time, of any method, by host, and what answers where nothing else does
//! (`ROUTE-04`, `ROUTE-22`, `ROUTE-30`, `ROUTE-31`, `ROUTE-38`, `RTR-07`, `RTR-15`).

use fasterapi::Route;
use fasterapi::prelude::*;

use crate::client;

fn method(name: &str) -> Method {
    Method::from_bytes(name.as_bytes()).unwrap()
}

async fn raw(request: Request) -> Value {
    let params: Vec<_> = request
        .path_params()
        .map(|(name, value)| format!("{name}={value}"))
        .collect();
    json!({"method": request.method().as_str(), "params": params})
}

#[get("/declared/{id}")]
async fn declared(id: u8) -> u8 {
    id
}

#[dependency]
async fn key(#[header] x_key: String) -> Result<(), HttpError> {
    if x_key == "open" {
        Ok(())
    } else {
        Err(HttpError::forbidden("wrong key"))
    }
}

fn made_at_run_time() -> App {
    let again = Route::of::<declared>().with(|a| a.path("/again/{id}").methods([Method::POST]).name("again"));
    let raw = Route::handle([Method::GET, method("PURGE")], "/made/{x}", raw);
    App::new().routes(routes![declared]).routes([again, raw])
}

#[test]
fn routes_may_be_made_at_run_time() {
    let client = client(made_at_run_time());
    client.post("/again/7").send().assert_status(200).assert_text("7");
    client
        .get("/again/7")
        .send()
        .assert_status(405)
        .assert_header("allow", "POST");
    let answer = |method: &str| json!({"method": method, "params": ["x=a"]});
    client.get("/made/a").send().assert_json(answer("GET"));
    client
        .request(method("PURGE"), "/made/a")
        .send()
        .assert_json(answer("PURGE"));
    client
        .post("/made/a")
        .send()
        .assert_status(405)
        .assert_header("allow", "GET, PURGE");
}

#[test]
fn routes_of_the_whole_request_are_not_in_the_document() {
    let document = made_at_run_time().openapi().unwrap();
    let paths: Vec<&String> = document["paths"].as_object().unwrap().keys().collect();
    assert_eq!(paths, ["/declared/{id}", "/again/{id}"]);
}

#[test]
fn dependencies_of_a_router_guard_routes_of_all_kinds() {
    let router = Router::new()
        .prefix("/r")
        .dependencies(depends![key])
        .fallback(raw)
        .route(Route::handle([Method::GET], "/raw", raw));
    let client = client(App::new().include(router));
    for path in ["/r/raw", "/r/none"] {
        client.get(path).send().assert_status(422);
        client.get(path).header("x-key", "no").send().assert_status(403);
        client.get(path).header("x-key", "open").send().assert_status(200);
    }
}

/// Tells what it sees.
#[derive(Clone)]
struct Echo;

impl tower_service::Service<http::Request<Body>> for Echo {
    type Response = http::Response<Body>;
    type Error = std::convert::Infallible;
    type Future = std::future::Ready<Result<Self::Response, Self::Error>>;

    fn poll_ready(&mut self, _: &mut std::task::Context<'_>) -> std::task::Poll<Result<(), Self::Error>> {
        std::task::Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: http::Request<Body>) -> Self::Future {
        std::future::ready(Ok(http::Response::new(request.uri().to_string().into())))
    }
}

#[test]
fn a_service_may_be_a_route() {
    let client = client(App::new().route(Route::service([Method::GET], "/echo/{x}", Echo)));
    client
        .get("/echo/a%20b?q=1")
        .send()
        .assert_status(200)
        .assert_text("/echo/a%20b?q=1");
    client.post("/echo/a").send().assert_status(405);
    client.get("/echo/a/b").send().assert_status(404);
}

#[route("/search", methods = ["QUERY"])]
async fn search(body: Vec<u8>) -> usize {
    body.len()
}

#[test]
fn the_method_query_has_a_body() {
    let client = client(App::new().routes(routes![search]));
    client
        .request(method("QUERY"), "/search")
        .json(&[1, 2, 3])
        .send()
        .assert_status(200)
        .assert_text("3");
    client
        .get("/search")
        .send()
        .assert_status(405)
        .assert_header("allow", "QUERY");
}

#[get("/")]
async fn whose(request: &Request) -> PlainText<String> {
    PlainText(format!(
        "{} {}",
        request.path_param("tenant").unwrap_or("api"),
        request.url_for("main", &[]).unwrap()
    ))
}

#[get("/main")]
async fn main() -> PlainText<&'static str> {
    PlainText("main")
}

#[test]
fn apps_are_told_apart_by_their_host() {
    let app = App::new()
        .routes(routes![main])
        .host("api.example.com", App::new().routes(routes![whose]))
        .host("{tenant}.example.com", App::new().routes(routes![whose]))
        .host("echo.test", Echo)
        .exception_handler(404, outer_404);
    let client = client(app);
    let ask = |host: &str, path: &str| client.get(path).header("host", host).send();
    ask("API.example.com:8000", "/").assert_text("api http://API.example.com:8000/main");
    ask("acme.example.com", "/").assert_text("acme http://acme.example.com/main");
    ask("acme.example.com", "/main")
        .assert_status(404)
        .assert_json(json!({"detail": "Not Found"}));
    ask("acme.example.com", "/docs").assert_status(200);
    ask("echo.test", "/x").assert_text("/x");
    ask("example.com", "/main").assert_text("main");
    ask("example.com", "/none").assert_text("outer");
}

async fn outer_404(_: Request, _: HttpError) -> Response {
    Response::new("outer").status(StatusCode::NOT_FOUND)
}

#[test]
fn a_host_is_a_name() {
    let error = App::new().host("http://a", App::new()).build().unwrap_err().to_string();
    assert!(error.contains("the host \"http://a\" must be a name"), "{error}");
}

async fn nothing_here(request: Request) -> Response {
    Response::new(format!("nothing at {}", request.path())).status(StatusCode::NOT_FOUND)
}

#[test]
fn what_nobody_answers_a_fallback_does() {
    let users = Router::new().prefix("/users").routes(routes![declared]).fallback(raw);
    let client = client(App::new().include(users).fallback(nothing_here));
    client
        .get("/users/x/y")
        .send()
        .assert_status(200)
        .assert_json(json!({"method": "GET", "params": []}));
    client.get("/x").send().assert_status(404).assert_text("nothing at /x");
    client.post("/users/declared/1").send().assert_status(405);
    client.get("/users/declared/1").send().assert_status(200);
}

#[get("/late")]
async fn late() -> &'static str {
    "late"
}

#[test]
fn operation_ids_and_strictness_belong_to_one_route_too() {
    let route = Route::of::<late>().with(|a| a.operation_id("x_late"));
    let document = App::new()
        .generate_unique_id_function(|_| "all".to_owned())
        .route(route)
        .openapi()
        .unwrap();
    assert_eq!(document["paths"]["/late"]["get"]["operationId"], "x_late");
}
