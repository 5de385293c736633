//! `ProxyHeaders` in an app: its place, prefixes, and hosts that are none.

use fasterapi::middleware::{ProxyHeaders, TrustedHost};
use fasterapi::prelude::*;
use fasterapi::testing::TestClient;

use crate::client;

#[get("/where")]
async fn place(request: &Request) -> Value {
    json!({
        "url": request.url().to_string(),
        "base": request.base_url().to_string(),
        "root_path": request.root_path(),
        "link": request.url_for("place", &[]).map(|url| url.to_string()).ok(),
    })
}

#[get("/slash/")]
async fn slash() -> &'static str {
    "slash"
}

fn app() -> App {
    App::new().routes(routes![place, slash])
}

fn proxies() -> ProxyHeaders {
    ProxyHeaders::trust(["*"]).unwrap().x_host(1).x_prefix(1)
}

fn ask(client: &TestClient, path: &str) -> Value {
    let request = client.get(path).header("x-forwarded-prefix", "/api");
    request
        .header("x-forwarded-host", "public.example")
        .send()
        .assert_status(200)
        .json()
}

#[test]
fn a_forwarded_prefix_is_the_root_path() {
    for app in [app(), app().root_path("/old"), app().root_path("/api")] {
        let client = client(app.middleware(proxies()));
        for path in ["/where", "/api/where"] {
            let told = ask(&client, path);
            assert_eq!(told["url"], "http://public.example/api/where");
            assert_eq!(told["base"], "http://public.example/api/");
            assert_eq!(told["link"], "http://public.example/api/where");
            assert_eq!(told["root_path"], "/api");
        }
    }
}

#[test]
fn redirects_documents_and_mounts_follow_it() {
    let app = app()
        .mount("/sub", App::new().routes(routes![place]))
        .middleware(proxies());
    let client = client(app).follow_redirects(false);
    let get = |path: &str| client.get(path).header("x-forwarded-prefix", "/api").send();
    assert_eq!(get("/slash").header("location"), Some("http://testserver/api/slash/"));
    assert_eq!(
        get("/openapi.json").json::<Value>()["servers"],
        json!([{"url": "/api"}])
    );
    assert_eq!(
        get("/sub/openapi.json").json::<Value>()["servers"],
        json!([{"url": "/api/sub"}])
    );
    let told: Value = get("/sub/where").json();
    assert_eq!(told["root_path"], "/api/sub");
    assert_eq!(told["base"], "http://testserver/api/");
    assert!(get("/docs").text().contains("/api/openapi.json"));
}

#[test]
fn it_stands_in_front_of_all_other_middleware() {
    let hosts = || TrustedHost::new(["public.example"]).unwrap();
    for app in [
        app().middleware(proxies()).middleware(hosts()),
        app().middleware(hosts()).middleware(proxies()),
    ] {
        ask(&client(app), "/where");
    }
}

#[test]
fn it_is_applied_once() {
    let inner = App::new().routes(routes![place]).middleware(proxies().x_host(2));
    let client = client(app().mount("/sub", inner).middleware(proxies()));
    let request = client
        .get("/sub/where")
        .header("x-forwarded-host", "a.example, b.example");
    let told: Value = request.send().json();
    assert_eq!(told["url"], "http://b.example/sub/where");
}

/// The operator names peers, and the program what is read from its own.
#[test]
fn the_command_line_and_the_program_both_name_proxies() {
    let config = fasterapi::server::Config::new().forwarded_allow_ips("10.0.0.1, 10.0.0.2");
    let program = ProxyHeaders::trust(["10.0.0.2"]).unwrap().x_prefix(1);
    let service = app().middleware(program).into_service_with(&config).unwrap();
    let seen = |peer: &str| {
        let peer = fasterapi::request::Client::Ip(format!("{peer}:1").parse().unwrap());
        let answer = TestClient::of(service.for_client(peer))
            .get("/where")
            .header("x-forwarded-proto", "https")
            .header("x-forwarded-prefix", "/api")
            .send();
        let told: Value = answer.assert_status(200).json();
        told["url"].as_str().unwrap().to_owned()
    };
    assert_eq!(seen("10.0.0.1"), "https://testserver/where");
    assert_eq!(seen("10.0.0.2"), "https://testserver/api/where");
    assert_eq!(seen("10.0.0.3"), "http://testserver/where");
}

#[test]
fn a_host_that_is_none_is_refused() {
    let client = client(app());
    for host in ["a b", "app.example/x", "u@app.example", "app.example:99999"] {
        let answer = client.get("/where").header("host", host).send().assert_status(400);
        assert_eq!(answer.text(), "Invalid host header");
    }
    let empty: Value = client.get("/where").header("host", "").send().assert_status(200).json();
    assert_eq!(empty["root_path"], "");
    // one that was valid is remembered, and says nothing of others
    for host in ["a.example", "b.example:80", "c.example", "a.example"] {
        client.get("/where").header("host", host).send().assert_status(200);
        client.get("/where").header("host", "a b").send().assert_status(400);
    }
}
