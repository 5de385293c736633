//! The "Authorize" dialog of Swagger UI, scheme by scheme, in a real browser. That of OAuth2 is in `browser.mjs`.

use e2e::{Ported, node, run};
use serde_json::{Value, json};

/// What the app answers to a call of `path`, once these values were given for the scheme.
fn call(app: &Ported, scheme: &str, path: &str, values: &[&str]) -> Value {
    let base = format!("http://127.0.0.1:{}", app.port());
    let printed = run(node().args(["authorize.mjs", &base, scheme, path]).args(values));
    let (status, body) = printed.split_once('\n').expect("a status and a body");
    assert_eq!(status, "200", "{scheme}: {body}");
    serde_json::from_str(body).unwrap_or_else(|error| panic!("{scheme}: {error}: {body}"))
}

#[test]
fn http_schemes() {
    let app = Ported::start("security_http");
    let basic = call(&app, "HTTPBasic", "/basic", &["ada", "love:lace"]);
    assert_eq!(basic, json!({"username": "ada", "password": "love:lace"}));
    let bearer = call(&app, "HTTPBearer", "/bearer", &["abc"]);
    assert_eq!(bearer, json!({"scheme": "Bearer", "credentials": "abc"}));
}

#[test]
fn api_keys() {
    let app = Ported::start("security_apikey");
    for (scheme, path) in [("APIKeyHeader", "/header"), ("QueryKey", "/query")] {
        assert_eq!(call(&app, scheme, path, &["k3y"]), json!({"key": "k3y"}));
    }
}
