//! `TrustedHost` and `HttpsRedirect`.

use fasterapi::middleware::{HttpsRedirect, ProxyHeaders, TrustedHost};
use fasterapi::prelude::*;
use fasterapi::testing::TestClient;

use crate::client;

#[get("/")]
async fn home() -> &'static str {
    "home"
}

fn trusting(hosts: &[&str]) -> TestClient {
    client(
        App::new()
            .middleware(TrustedHost::new(hosts).unwrap())
            .routes(routes![home]),
    )
}

fn status(client: &TestClient, host: &str) -> u16 {
    client.get("/").header("host", host).send().status().as_u16()
}

#[test]
fn only_listed_hosts_are_answered() {
    let client = trusting(&["App.Example", "*.wild.example", "[2001:db8::1]"]);
    for host in [
        "app.example",
        "APP.example:8000",
        "a.wild.example",
        "a.b.WILD.example",
        "[2001:DB8::1]:1",
    ] {
        assert_eq!(status(&client, host), 200, "{host}");
    }
    for host in [
        "wild.example",
        ".wild.example",
        "evilwild.example",
        "app.example.evil",
        "app.example:65536",
        "app.example:",
        "app.example@evil",
        "evil@app.example",
        "",
        "2001:db8::1",
        "app.example.",
    ] {
        assert_eq!(status(&client, host), 400, "{host}");
    }
    let refused = client.get("/").header("host", "evil.example").send();
    assert_eq!(refused.text(), "Invalid host header");
}

#[test]
fn a_star_trusts_every_name() {
    assert_eq!(status(&trusting(&["*"]), "anything"), 200);
}

#[test]
fn the_www_redirect_keeps_port_prefix_and_query() {
    let app = || App::new().root_path("/api").routes(routes![home]);
    let hosts = TrustedHost::new(["www.site.example"]).unwrap();
    let client_of = |hosts| client(app().middleware(hosts)).follow_redirects(false);
    let answer = client_of(hosts.clone())
        .get("/x%20y?q=1")
        .header("host", "Site.example:8000")
        .send()
        .assert_status(307);
    assert_eq!(
        answer.header("location"),
        Some("http://www.Site.example:8000/api/x%20y?q=1")
    );
    let off = client_of(hosts.www_redirect(false));
    off.get("/").header("host", "site.example").send().assert_status(400);
}

#[test]
fn patterns_that_match_nothing_are_told() {
    for (pattern, mend) in [
        ("example.*", "a * stands alone"),
        ("*example.com", "a * stands alone"),
        (" * ", "a * stands alone"),
        ("app.example:8000", "ports do not count"),
        ("::1", "[::1]"),
        ("https://app.example", "not the name of a host"),
        ("", "not the name of a host"),
    ] {
        let error = TrustedHost::new([pattern]).unwrap_err().to_string();
        assert!(
            error.contains(&format!("{pattern:?}")) && error.contains(mend),
            "{error}"
        );
    }
}

fn redirected(redirect: HttpsRedirect, host: &str) -> Result<String, u16> {
    let client = client(App::new().middleware(redirect).routes(routes![home])).follow_redirects(false);
    let request = client.get("/a%2Fb?q=%20").header("host", host);
    let answer = request.send();
    match answer.header("location") {
        Some(location) => Ok(location.to_owned()),
        None => Err(answer.status().as_u16()),
    }
}

#[test]
fn plain_http_goes_to_https() {
    let to = |redirect, host| redirected(redirect, host).unwrap();
    let new = HttpsRedirect::new;
    assert_eq!(to(new(), "App.example"), "https://app.example/a%2Fb?q=%20");
    assert_eq!(to(new(), "app.example:8000"), "https://app.example/a%2Fb?q=%20");
    assert_eq!(to(new(), "[::1]:80"), "https://[::1]/a%2Fb?q=%20");
    assert_eq!(to(new().keep_port(), "[::1]:80"), "https://[::1]/a%2Fb?q=%20");
    assert_eq!(
        to(new().keep_port(), "app.example:8000"),
        "https://app.example:8000/a%2Fb?q=%20"
    );
    assert_eq!(
        to(new().port(8443), "app.example:8000"),
        "https://app.example:8443/a%2Fb?q=%20"
    );
    assert_eq!(to(new().port(443), "app.example"), "https://app.example/a%2Fb?q=%20");
    assert_eq!(redirected(new(), "a b"), Err(400));
    assert_eq!(redirected(new(), "app.example:99999"), Err(400));
}

#[test]
fn a_trusted_proxy_that_ends_tls_stops_the_redirect() {
    let app = App::new()
        .middleware(HttpsRedirect::new())
        .middleware(ProxyHeaders::trust(["*"]).unwrap())
        .routes(routes![home]);
    let client = client(app).follow_redirects(false);
    client
        .get("/")
        .header("x-forwarded-proto", "https")
        .send()
        .assert_status(200);
    let redirect = client.get("/").header("upgrade", "websocket").send();
    assert_eq!(
        redirect.assert_status(307).header("location"),
        Some("wss://testserver/")
    );
}
