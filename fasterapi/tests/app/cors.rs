//! CORS beyond what the conformance apps show: start-up errors, private networks, `Vary`.

use std::time::Duration;

use fasterapi::middleware::Cors;
use fasterapi::prelude::*;

use crate::client;

#[get("/")]
async fn home() -> Response {
    Response::new("hi").header("vary", "Accept, origin")
}

fn problem(cors: Cors) -> String {
    let error = App::new().middleware(cors).build().unwrap_err();
    let [problem] = error.problems() else {
        panic!("{error}");
    };
    problem.clone()
}

#[test]
fn a_star_with_credentials_is_refused_unless_meant() {
    let text = problem(Cors::new().allow_origins(["*"]).allow_credentials(true));
    assert!(text.contains("mirror_origin"), "{text}");
    let client = client(App::new().middleware(Cors::new().mirror_origin()).routes(routes![home]));
    let answer = client.get("/").header("origin", "https://a.example").send();
    assert_eq!(answer.header("access-control-allow-origin"), Some("https://a.example"));
    assert_eq!(answer.header("access-control-allow-credentials"), Some("true"));
}

#[test]
fn origins_that_no_browser_sends_are_refused() {
    for (origin, mend) in [
        ("shop.example", "with its scheme"),
        ("https://shop.example/", "leave out"),
        ("https://*.shop.example", "allow_origin_regex"),
        ("https://Shop.example", "lower case"),
    ] {
        let text = problem(Cors::new().allow_origins([origin]));
        assert!(text.contains(origin) && text.contains(mend), "{text}");
    }
    assert!(problem(Cors::new().allow_origin_regex("(")).contains("regular expression"));
    assert!(problem(Cors::new().allow_methods(["GET IT"])).contains("GET IT"));
    assert!(problem(Cors::new().allow_headers(["x token"])).contains("x token"));
    assert!(problem(Cors::new().expose_headers(["x token"])).contains("x token"));
}

#[test]
fn the_regular_expression_matches_the_whole_origin() {
    let cors = Cors::new().allow_origin_regex("https://a|https://b.example");
    let client = client(App::new().middleware(cors).routes(routes![home]));
    let allowed = |origin: &str| {
        let answer = client.get("/").header("origin", origin).send();
        answer.header("access-control-allow-origin").is_some()
    };
    assert!(allowed("https://a") && allowed("https://b.example"));
    assert!(!allowed("https://a.evil.example") && !allowed("https://b.example.evil") && !allowed("xhttps://a"));
}

#[test]
fn private_networks_are_opened_on_purpose() {
    let cors = Cors::new()
        .allow_origins(["https://a.example"])
        .allow_private_network(true)
        .max_age(Duration::from_secs(5));
    let client = client(App::new().middleware(cors).routes(routes![home]));
    let answer = client
        .options("/")
        .header("origin", "https://a.example")
        .header("access-control-request-method", "GET")
        .header("access-control-request-private-network", "true")
        .send()
        .assert_status(200);
    assert_eq!(answer.header("access-control-allow-private-network"), Some("true"));
    assert_eq!(answer.header("access-control-max-age"), Some("5"));
}

#[test]
fn vary_names_the_origin_once() {
    let client = client(App::new().middleware(Cors::new()).routes(routes![home]));
    assert_eq!(client.get("/").send().header("vary"), Some("Accept, origin"));
    assert_eq!(client.get("/none").send().header("vary"), Some("Origin"));
}
