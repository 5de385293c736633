//! Paths, methods, slashes (`ROUTE-01` to `ROUTE-29`, `PATH-08`, `PATH-09`, `PATH-12`).

use fasterapi::prelude::*;

use crate::client;

#[get("/plain")]
async fn plain() -> &'static str {
    "plain"
}

#[post("/plain")]
async fn plain_post() -> &'static str {
    "posted"
}

#[get("/slash/")]
async fn slash(request: &Request) -> String {
    request.url_for("file", &[("rest", "a b/c")]).unwrap().to_string()
}

#[get("/files/{rest:path}")]
async fn file(rest: String) -> String {
    rest
}

#[get("/mix/{a}-{b}.{ext}")]
async fn mix(a: String, b: u32, ext: String) -> Value {
    json!([a, b, ext])
}

#[route("/multi", methods = ["PATCH", "DELETE"])]
async fn multi(method: Method) -> String {
    method.to_string()
}

#[get("/big")]
async fn big(body: Vec<u8>) -> usize {
    body.len()
}

fn app() -> App {
    App::new().routes(routes![plain, plain_post, slash, file, mix, multi, big])
}

#[test]
fn unknown_paths_and_methods_answer_json() {
    let client = client(app());
    let response = client.get("/none").send().assert_status(404);
    assert_eq!(response.json::<Value>(), json!({"detail": "Not Found"}));
    let response = client.delete("/plain").send().assert_status(405);
    assert_eq!(response.json::<Value>(), json!({"detail": "Method Not Allowed"}));
    assert_eq!(response.header("allow"), Some("GET, POST"));
    assert_eq!(client.patch("/multi").send().json::<String>(), "PATCH");
    client.get("/multi").send().assert_status(405);
}

#[test]
fn slashes_are_redirected_and_the_query_is_kept() {
    let client = client(app()).base_url("https://api.example:8443");
    let location = |path: &str| {
        client
            .get(path)
            .send()
            .assert_status(307)
            .header("location")
            .map(str::to_owned)
    };
    assert_eq!(
        location("/plain/?a=%20b").as_deref(),
        Some("https://api.example:8443/plain?a=%20b")
    );
    assert_eq!(location("/slash").as_deref(), Some("https://api.example:8443/slash/"));
    assert_eq!(location("/plain//").as_deref(), Some("https://api.example:8443/plain"));
    // a slash that is encoded is one all the same: it must not be redirected to itself
    for path in ["/plain%2F", "/plain%2f/", "/plain/%2F"] {
        assert_eq!(
            location(path).as_deref(),
            Some("https://api.example:8443/plain"),
            "{path}"
        );
    }
    client.get("//plain").send().assert_status(404);
    let strict = crate::client(app().redirect_slashes(false));
    strict.get("/plain/").send().assert_status(404);
}

#[test]
fn a_redirect_keeps_the_prefix_whether_the_proxy_strips_it_or_not() {
    let client = client(app().root_path("/api"));
    for path in ["/slash", "/api/slash"] {
        let response = client.get(path).send().assert_status(307);
        assert_eq!(
            response.header("location"),
            Some("http://testserver/api/slash/"),
            "{path}"
        );
    }
}

#[test]
fn a_redirect_never_leaves_the_host() {
    let client = client(App::new().routes(routes![file]));
    for path in ["//evil.example/..", "/files//evil.example"] {
        let response = client.get(path).send();
        let location = response.header("location").unwrap_or("http://testserver/");
        assert!(location.starts_with("http://testserver/"), "{path} -> {location}");
    }
}

#[test]
fn converters_and_several_parameters_in_a_segment() {
    let client = client(app());
    assert_eq!(client.get("/files/a%2Fb/c%20d").send().json::<String>(), "a/b/c d");
    assert_eq!(client.get("/files/").send().json::<String>(), "");
    assert_eq!(
        client.get("/mix/x-7.txt").send().json::<Value>(),
        json!(["x", 7, "txt"])
    );
    client.get("/mix/x").send().assert_status(404);
    assert_eq!(
        client.get("/slash/").send().json::<String>(),
        "http://testserver/files/a%20b/c"
    );
}

#[test]
fn bytes_that_are_not_utf_8_do_no_harm() {
    client(app()).get("/files/%ff%fe").send().assert_status(200);
}

#[test]
fn head_is_an_option() {
    client(app()).head("/plain").send().assert_status(405);
    let client = client(app().head_for_get(true));
    let response = client.head("/plain").send().assert_status(200);
    assert_eq!(response.header("content-type"), Some("application/json"));
    assert_eq!(client.delete("/plain").send().header("allow"), Some("GET, HEAD, POST"));
}

#[test]
fn a_body_beyond_the_limit_is_refused() {
    let client = client(app().max_body_size(10));
    let response = client.get("/big").json(&vec![1; 20]).send().assert_status(413);
    assert_eq!(response.json::<Value>(), json!({"detail": "Content Too Large"}));
    assert_eq!(client.get("/big").json(&vec![1; 2]).send().json::<usize>(), 2);
}
