//! Mounted apps: own document, own docs, root path, with stripped and unstripped prefixes (`RTR-09`, `RTR-13`).

use fasterapi::middleware::ProxyHeaders;
use fasterapi::prelude::*;
use fasterapi::routing::RootPath;

use crate::client;

#[get("/where")]
async fn location(request: &Request) -> Value {
    json!([
        request.root_path(),
        request.path(),
        request.url_for("location", &[]).unwrap().to_string()
    ])
}

#[get("/sub/own")]
async fn own() -> &'static str {
    "own"
}

fn app() -> App {
    let deeper = App::new().routes(routes![location]);
    let sub = App::new()
        .title("Sub")
        .routes(routes![location])
        .mount("/deeper", deeper);
    App::new().routes(routes![own]).mount("/sub", sub)
}

#[test]
fn a_mounted_app_knows_its_prefix() {
    let client = client(app());
    let answer = |path: &str| client.get(path).send().assert_status(200).json::<Value>();
    assert_eq!(
        answer("/sub/where"),
        json!(["/sub", "/sub/where", "http://testserver/sub/where"])
    );
    let deep = json!(["/sub/deeper", "/sub/deeper/where", "http://testserver/sub/deeper/where"]);
    assert_eq!(answer("/sub/deeper/where"), deep);
    assert_eq!(answer("/sub/own"), "own");
    assert_eq!(answer("/sub/openapi.json")["servers"], json!([{"url": "/sub"}]));
    assert_eq!(answer("/openapi.json")["paths"].as_object().unwrap().len(), 1);
    client.get("/sub/none").send().assert_status(404);
    client.get("/subway").send().assert_status(404);
}

#[test]
fn the_bare_prefix_is_redirected() {
    let response = client(app()).get("/sub?a=1").send().assert_status(307);
    assert_eq!(response.header("location"), Some("http://testserver/sub/?a=1"));
}

#[test]
fn a_prefix_may_be_stripped_by_the_proxy_or_not() {
    let client = client(app().root_path("/api/"));
    for path in ["/sub/where", "/api/sub/where"] {
        let answer = client.get(path).send().assert_status(200).json::<Value>();
        assert_eq!(answer[0], "/api/sub");
        assert_eq!(answer[2], "http://testserver/api/sub/where");
    }
    for path in ["/sub/openapi.json", "/api/sub/openapi.json"] {
        let document = client.get(path).send().assert_status(200).json::<Value>();
        assert_eq!(document["servers"], json!([{"url": "/api/sub"}]));
    }
}

#[test]
fn what_is_wrong_with_a_mounted_app_is_told_with_its_prefix() {
    let broken = App::new().include(Router::new().prefix("x").routes(routes![location]));
    let error = App::new().mount("/sub", broken).build().unwrap_err().to_string();
    assert!(error.contains("in the mount \"/sub\""), "{error}");
}

/// A service that tells what it sees.
#[derive(Clone)]
struct Raw;

impl tower_service::Service<http::Request<Body>> for Raw {
    type Response = http::Response<http_body_util::Full<bytes::Bytes>>;
    type Error = std::convert::Infallible;
    type Future = std::future::Ready<Result<Self::Response, Self::Error>>;

    fn poll_ready(&mut self, _: &mut std::task::Context<'_>) -> std::task::Poll<Result<(), Self::Error>> {
        std::task::Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: http::Request<Body>) -> Self::Future {
        let root_path = &request.extensions().get::<RootPath>().unwrap().0;
        let seen = format!("{} {root_path}|{}", request.method(), request.uri());
        std::future::ready(Ok(http::Response::new(seen.into())))
    }
}

#[test]
fn any_tower_service_can_be_mounted() {
    let inner = App::new().mount("/raw", Raw);
    let client = client(App::new().mount("/sub", inner));
    let answer = client.post("/sub/raw/a%20b?x=1").send().assert_status(200);
    assert_eq!(answer.text(), "POST /sub/raw|/a%20b?x=1");
    let built = App::new().routes(routes![location]).build().unwrap();
    let client = crate::client(App::new().mount("/built", built));
    client.get("/built/where").send().assert_status(200);
}

#[test]
fn a_prefix_that_a_mounted_app_hears_of_stands_before_its_mounts() {
    let proxies = || ProxyHeaders::trust(["*"]).unwrap().x_prefix(1);
    let mounted = || {
        let sub = App::new().middleware(proxies()).routes(routes![location]);
        App::new().mount("/sub", sub)
    };
    let ask = |app: App, path: &str, prefix: &str| {
        let request = client(app);
        let answer = request.get(path).header("x-forwarded-prefix", prefix).send();
        answer.assert_status(200).json::<Value>()
    };
    let told = json!(["/api/sub", "/api/sub/where", "http://testserver/api/sub/where"]);
    assert_eq!(ask(mounted(), "/sub/where", "/api"), told);
    // the path has the prefix that the outer app knows of, or has not
    assert_eq!(ask(mounted().root_path("/api"), "/api/sub/where", "/api"), told);
    assert_eq!(ask(mounted().root_path("/api"), "/sub/where", "/api"), told);
    let twice = json!(["/sub/sub", "/sub/sub/where", "http://testserver/sub/sub/where"]);
    assert_eq!(ask(mounted(), "/sub/where", "/sub"), twice);
    let deep = json!(["/api/in/sub", "/api/in/sub/where", "http://testserver/api/in/sub/where"]);
    assert_eq!(ask(App::new().mount("/in", mounted()), "/in/sub/where", "/api"), deep);
}
